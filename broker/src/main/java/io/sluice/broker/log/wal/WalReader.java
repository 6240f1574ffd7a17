/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import io.sluice.broker.log.wal.WalFormat.EntryHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the write-ahead log after a start, group by group, up to the first that is torn.
 *
 * <p>A torn group is what a crash leaves of a write that was never acknowledged; it is cut off, and so is what a file
 * of an earlier sequence has left in its place. Bytes that <em>were</em>
 * acknowledged and do not read back (a later group says that they were durable, or a later file exists) are damage:
 * that fails, instead of dropping records silently. So does a file that ends before where the next one says that it did.
 */
public final class WalReader {
    private static final Logger LOG = LoggerFactory.getLogger(WalReader.class);

    private final WalFiles files;

    public WalReader(WalFiles files) {
        this.files = files;
    }

    /** Takes an entry; {@code bytes} from position to limit is its payload, valid during the call. */
    public interface Replay {
        void entry(EntryHeader header, ByteBuffer payload) throws IOException;

        /** Whether the payload is what was appended; its bytes carry no checksum of the log itself. */
        boolean isIntact(EntryHeader header, ByteBuffer payload);
    }

    /** @return bytes that were replayed */
    public long replay(WalPosition from, Replay replay) throws IOException {
        NavigableMap<Long, Path> present = files.list().tailMap(from.fileSequence(), true);
        if (present.isEmpty() && from.fileSequence() > 0) {
            throw missing(from.fileSequence());
        }
        long bytes = 0;
        long expected = from.fileSequence();
        long previousEnd = -1;
        for (Map.Entry<Long, Path> file : present.entrySet()) {
            if (expected > 0 && file.getKey() != expected) {
                throw missing(expected);
            }
            expected = file.getKey() + 1;
            long start = file.getKey() == from.fileSequence() ? from.position() : 0;
            boolean last = file.getKey().equals(present.lastKey());
            long end = replayFile(file.getKey(), file.getValue(), start, previousEnd, last, replay);
            bytes += end - start;
            previousEnd = end;
            if (last) {
                cutAndForce(file.getValue(), end);
            }
        }
        return bytes;
    }

    private IOException missing(long sequence) {
        return new IOException("The write-ahead log has a hole: " + files.path(sequence) + " is missing. "
                + "Restore it from a copy of the disk; without it acknowledged records are lost");
    }

    /** @param previousEnd where the file before was found to end; -1 if it was not read */
    private long replayFile(long sequence, Path path, long start, long previousEnd, boolean last, Replay replay)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (start > size) {
                throw new IOException(path + " has " + size + " bytes, but the checkpoint says that " + start
                        + " were durable: the file was cut short. Restore it");
            }
            ByteBuffer header = ByteBuffer.allocate(WalFormat.GROUP_HEADER_BYTES);
            OptionalLong id = fileId(channel, sequence, size, header);
            if (start > 0 && id.isEmpty()) {
                throw new IOException(
                        path + " is damaged at byte 0: its first group is not there. Restore the file from "
                                + "a copy of the disk");
            }
            LongPredicate ofThisFile =
                    file -> id.isEmpty() ? WalFormat.isOfSequence(file, sequence) : file == id.getAsLong();
            long position = start;
            while (position < size) {
                ByteBuffer group = readGroup(channel, ofThisFile, position, size, header);
                if (group == null || !isIntact(group, header.getInt(20), replay)) {
                    checkNotAcknowledged(channel, ofThisFile, path, position, size, last);
                    break;
                }
                if (position == 0) {
                    checkContinues(group, sequence, previousEnd);
                }
                replayGroup(group, replay);
                position += WalFormat.GROUP_HEADER_BYTES + group.limit();
            }
            return position;
        }
    }

    /** What all groups of the file carry, as its first one has it; empty if that is not there. */
    private static OptionalLong fileId(FileChannel channel, long sequence, long size, ByteBuffer header)
            throws IOException {
        if (size < WalFormat.GROUP_HEADER_BYTES) {
            return OptionalLong.empty();
        }
        readFully(channel, header.clear(), 0);
        long file = WalFormat.fileOf(header, 0);
        return WalFormat.isGroupHeader(header, 0) && WalFormat.isOfSequence(file, sequence)
                ? OptionalLong.of(file)
                : OptionalLong.empty();
    }

    private static @Nullable ByteBuffer readGroup(
            FileChannel channel, LongPredicate ofThisFile, long position, long size, ByteBuffer header)
            throws IOException {
        if (size - position < WalFormat.GROUP_HEADER_BYTES) {
            return null;
        }
        readFully(channel, header.clear(), position);
        if (!WalFormat.isGroupHeader(header, 0) || !ofThisFile.test(WalFormat.fileOf(header, 0))) {
            return null;
        }
        int bytes = header.getInt(16);
        if (bytes < 0 || size - position - WalFormat.GROUP_HEADER_BYTES < bytes) {
            return null;
        }
        ByteBuffer group = ByteBuffer.allocate(bytes);
        readFully(channel, group, position + WalFormat.GROUP_HEADER_BYTES);
        return group.flip();
    }

    private static boolean isIntact(ByteBuffer group, int entries, Replay replay) {
        int position = 0;
        for (int i = 0; i < entries; i++) {
            EntryHeader entry = WalFormat.readEntryHeader(group, position, group.limit());
            position += WalFormat.ENTRY_HEADER_BYTES;
            if (entry == null || entry.payloadBytes() < 0 || entry.payloadBytes() > group.limit() - position) {
                return false;
            }
            ByteBuffer payload = group.slice(position, entry.payloadBytes());
            boolean intact = entry.type() == WalFormat.Type.BATCHES
                    ? replay.isIntact(entry, payload)
                    : WalFormat.crc(payload, 0, payload.limit()) == entry.payloadCrc();
            if (!intact) {
                return false;
            }
            position += entry.payloadBytes();
        }
        return position == group.limit();
    }

    /** Whether nothing is missing at the end of the file before; files of earlier versions do not say. */
    private void checkContinues(ByteBuffer firstGroup, long sequence, long previousEnd) throws IOException {
        EntryHeader first = WalFormat.readEntryHeader(firstGroup, 0, firstGroup.limit());
        if (first != null
                && first.type() == WalFormat.Type.CONTINUES
                && previousEnd >= 0
                && previousEnd != first.offset()) {
            throw new IOException("The write-ahead log " + files.path(sequence - 1) + " ends at byte " + previousEnd
                    + ", but had " + first.offset() + " bytes when the next file was begun, among them records that "
                    + "were acknowledged. Restore the file from a copy of the disk");
        }
    }

    private static void replayGroup(ByteBuffer group, Replay replay) throws IOException {
        int position = 0;
        while (position < group.limit()) {
            EntryHeader entry = WalFormat.readEntryHeader(group, position, group.limit());
            if (entry == null) {
                throw new IllegalStateException("an entry was valid a moment ago");
            }
            position += WalFormat.ENTRY_HEADER_BYTES;
            if (entry.type() != WalFormat.Type.CONTINUES) {
                replay.entry(entry, group.slice(position, entry.payloadBytes()));
            }
            position += entry.payloadBytes();
        }
    }

    private static void checkNotAcknowledged(
            FileChannel channel, LongPredicate ofThisFile, Path path, long position, long size, boolean last)
            throws IOException {
        if (!last || durableBeyond(channel, ofThisFile, position, size)) {
            throw new IOException("The write-ahead log " + path + " is damaged at byte " + position
                    + ", among records that were acknowledged. Restore the file from a copy of the disk; "
                    + "the broker does not start without them");
        }
        LOG.info(
                "The write-ahead log {} ends at byte {} of {}; nothing behind it was acknowledged in this file",
                path,
                position,
                size);
    }

    /** Whether a group behind {@code position} was written when that position was already durable. */
    private static boolean durableBeyond(FileChannel channel, LongPredicate ofThisFile, long position, long size)
            throws IOException {
        int overlap = WalFormat.GROUP_HEADER_BYTES - 1;
        ByteBuffer window = ByteBuffer.allocate(1 << 20);
        for (long from = position + 1; from + overlap < size; from += window.capacity() - overlap) {
            readFully(channel, window.clear().limit((int) Math.min(window.capacity(), size - from)), from);
            for (int i = 0; i + overlap < window.position(); i++) {
                if (window.get(i) == (byte) (WalFormat.GROUP_MAGIC >>> 24)
                        && WalFormat.isGroupHeader(window, i)
                        && ofThisFile.test(WalFormat.fileOf(window, i))
                        && window.getLong(i + 24) > position) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a killed process wrote may not be on disk yet; the next file begins only when it is. */
    private static void cutAndForce(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new IOException("unexpected end of the write-ahead log at byte " + at);
            }
            at += read;
        }
    }
}
