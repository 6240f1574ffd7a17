/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;

/**
 * The write-ahead log's bytes. A file is a sequence of groups; a group is what one write and one fsync made durable: a
 * header and its entries. Big-endian.
 *
 * <pre>
 * group:  magic i32 | crc32c of the rest of the header i32 | file mark i32 | file sequence i32 | bytes of entries i32
 *         | entries i32 | position in this file up to which all was durable when the group was written i64
 * entry:  crc32c of the rest of the header i32 | payload bytes i32 | type i8 | reserved i8, i16 | leader epoch i32
 *         | topic id i64, i64 | partition i32 | offset i64 | crc32c of the payload i32 | payload
 * </pre>
 *
 * <p>The payload of {@link Type#BATCHES} is record batches, verbatim; they carry their own CRC, so it is not summed
 * again. A group that carries another file's sequence is none of this file: it ends before it. Files are written over
 * others, whose records are the work of clients: the mark is a random number, drawn when a file is begun and found in
 * all its groups, so that nobody can have put a group of it there before. Where a file that has a
 * successor ends, its successor says: a file cut between two groups looks whole by itself.
 */
public final class WalFormat {
    public static final int GROUP_HEADER_BYTES = 32;
    public static final int ENTRY_HEADER_BYTES = 48;
    static final int GROUP_MAGIC = 0x534c5731; // "SLW1"

    private WalFormat() {}

    /** What an entry means. The code is on disk: it never changes. */
    public enum Type {
        /** Record batches; the offset is that of their first record. */
        BATCHES(1),
        /** The log of a partition begins; the payload is the topic's name. Precedes its first entry. */
        CREATE(2),
        /** All logs of the topic are deleted. */
        DELETE(3),
        /** The log now starts at the offset. */
        START_OFFSET(4),
        /** First in a file that is not the first: the offset is the length of the file before it. */
        CONTINUES(5);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        static Type of(byte code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new IllegalArgumentException("unknown type of entry: " + code);
        }
    }

    /** An entry's header. */
    public record EntryHeader(
            Type type, int payloadBytes, int leaderEpoch, Uuid topicId, int partition, long offset, int payloadCrc) {}

    /** Writes an entry's header at {@code position}; its payload is there already, right behind. */
    public static void writeEntryHeader(
            ByteBuffer to,
            int position,
            Type type,
            int payloadBytes,
            int leaderEpoch,
            Uuid topicId,
            int partition,
            long offset) {
        to.putInt(position + 4, payloadBytes);
        to.put(position + 8, type.code);
        to.put(position + 9, (byte) 0);
        to.putShort(position + 10, (short) 0);
        to.putInt(position + 12, leaderEpoch);
        to.putLong(position + 16, topicId.getMostSignificantBits());
        to.putLong(position + 24, topicId.getLeastSignificantBits());
        to.putInt(position + 32, partition);
        to.putLong(position + 36, offset);
        to.putInt(position + 44, type == Type.BATCHES ? 0 : crc(to, position + ENTRY_HEADER_BYTES, payloadBytes));
        to.putInt(position, crc(to, position + 4, ENTRY_HEADER_BYTES - 4));
    }

    /** @return null if the bytes at {@code position} are not a whole header */
    static @org.jspecify.annotations.Nullable EntryHeader readEntryHeader(ByteBuffer from, int position, int limit) {
        if (limit - position < ENTRY_HEADER_BYTES
                || from.getInt(position) != crc(from, position + 4, ENTRY_HEADER_BYTES - 4)) {
            return null;
        }
        return new EntryHeader(
                Type.of(from.get(position + 8)),
                from.getInt(position + 4),
                from.getInt(position + 12),
                new Uuid(from.getLong(position + 16), from.getLong(position + 24)),
                from.getInt(position + 32),
                from.getLong(position + 36),
                from.getInt(position + 44));
    }

    /** Writes the entry that names the length of the file before; it has no payload. */
    static void writeContinues(ByteBuffer to, int position, long previousFileBytes) {
        writeEntryHeader(to, position, Type.CONTINUES, 0, 0, Uuid.ZERO_UUID, -1, previousFileBytes);
    }

    /** @param file as {@link #fileId} has it */
    static void writeGroupHeader(ByteBuffer to, long file, int bytes, int entries, long durablePosition) {
        to.putInt(0, GROUP_MAGIC);
        to.putLong(8, file);
        to.putInt(16, bytes);
        to.putInt(20, entries);
        to.putLong(24, durablePosition);
        to.putInt(4, crc(to, 8, GROUP_HEADER_BYTES - 8));
    }

    /** What tells the groups of a file from those of others. */
    static long fileId(int mark, long sequence) {
        return (long) mark << Integer.SIZE | Math.toIntExact(sequence);
    }

    static boolean isOfSequence(long file, long sequence) {
        return (int) file == sequence;
    }

    /** What a group's header says. */
    static long fileOf(ByteBuffer from, int position) {
        return from.getLong(position + 8);
    }

    static boolean isGroupHeader(ByteBuffer from, int position) {
        return from.getInt(position) == GROUP_MAGIC
                && from.getInt(position + 4) == crc(from, position + 8, GROUP_HEADER_BYTES - 8);
    }

    static int crc(ByteBuffer bytes, int position, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(position, length));
        return (int) crc.getValue();
    }
}
