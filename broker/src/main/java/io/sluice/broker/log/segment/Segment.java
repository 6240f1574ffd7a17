/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.wal.GatheringWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment: a {@code .log} of batches and its two indexes, named by the first offset, as Kafka has them.
 *
 * <p>One writer, any number of readers. What was appended is published at once through {@link #summary()}; readers go
 * no further than that. Files are opened when used.
 */
final class Segment {
    private static final String LOG = ".log";
    private static final int PIECE_BYTES = 128 << 10;

    private final FileCache files;
    private volatile SegmentFile log;
    private final long baseOffset;
    private final SparseIndex offsets;
    private final SparseIndex times;
    private volatile SegmentSummary summary;
    private int bytesSinceIndexEntry;
    /** Written since somebody began to force it. */
    private long unforcedBytes;

    private Segment(FileCache files, Path directory, SegmentState state, String mark) {
        this.files = files;
        this.summary = state.summary();
        this.baseOffset = summary.baseOffset();
        this.log = new SegmentFile(file(directory, LOG + mark));
        this.offsets = new SparseIndex(
                SparseIndex.Kind.OFFSET,
                files,
                file(directory, SparseIndex.Kind.OFFSET.suffix() + mark),
                state.offsetIndexEntries());
        this.times = new SparseIndex(
                SparseIndex.Kind.TIME,
                files,
                file(directory, SparseIndex.Kind.TIME.suffix() + mark),
                state.timeIndexEntries());
    }

    /** A segment that has no bytes yet; files of that name are leftovers and are emptied. */
    static Segment create(FileCache files, Path directory, long baseOffset) throws IOException {
        return create(files, directory, baseOffset, "");
    }

    /** As above, with {@code mark} behind the names of its files until {@link #moveInPlace}. */
    static Segment create(FileCache files, Path directory, long baseOffset, String mark) throws IOException {
        Segment segment = new Segment(
                files,
                directory,
                new SegmentState(new SegmentSummary(baseOffset, baseOffset, 0, -1, baseOffset, -1), 0, 0),
                mark);
        OpenFile file = files.create(segment.log);
        try {
            file.channel().truncate(0);
        } finally {
            file.release();
        }
        segment.offsets.truncateFile();
        segment.times.truncateFile();
        return segment;
    }

    /** A segment as it was at a checkpoint. */
    static Segment restore(FileCache files, Path directory, SegmentState state) {
        return new Segment(files, directory, state, "");
    }

    private Path file(Path directory, String suffix) {
        return directory.resolve(String.format("%020d", baseOffset) + suffix);
    }

    SegmentSummary summary() {
        return summary;
    }

    SegmentState state() {
        return new SegmentState(summary, offsets.entriesInFile(), times.entriesInFile());
    }

    /** Appends batches at the end, with an index entry wherever {@code indexIntervalBytes} have passed. */
    void append(List<SegmentAppend> appends, int indexIntervalBytes) throws IOException {
        long size = summary.sizeInBytes();
        long added = 0;
        ByteBuffer[] buffers = new ByteBuffer[appends.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = appends.get(i).bytes();
            added += buffers[i].remaining();
        }
        write(buffers, size, added);
        SegmentSummary next = summary;
        for (SegmentAppend append : appends) {
            for (BatchInfo batch : append.batches()) {
                next = index(next, batch, indexIntervalBytes);
            }
        }
        summary = next; // from here on readers see the bytes
    }

    private void write(ByteBuffer[] buffers, long position, long bytes) throws IOException {
        OpenFile file = files.open(log);
        try {
            FileChannel channel = file.channel();
            channel.position(position); // only the writer uses the channel's own position
            new GatheringWriter(channel, PIECE_BYTES).write(buffers);
        } finally {
            file.release();
        }
        unforcedBytes += bytes;
    }

    private SegmentSummary index(SegmentSummary before, BatchInfo batch, int indexIntervalBytes) throws IOException {
        boolean newMax = batch.maxTimestamp() > before.maxTimestamp();
        SegmentSummary after = new SegmentSummary(
                baseOffset,
                batch.endOffset(),
                before.sizeInBytes() + batch.sizeInBytes(),
                newMax ? batch.maxTimestamp() : before.maxTimestamp(),
                newMax ? batch.lastOffset() : before.offsetOfMaxTimestamp(),
                before.sizeInBytes() == 0 ? batch.maxTimestamp() : before.firstTimestamp());
        if (bytesSinceIndexEntry > indexIntervalBytes) {
            offsets.add(batch.lastOffset() - baseOffset, (int) before.sizeInBytes());
            indexTime(after);
            bytesSinceIndexEntry = 0;
        }
        bytesSinceIndexEntry += batch.sizeInBytes();
        return after;
    }

    private void indexTime(SegmentSummary at) throws IOException {
        if (at.maxTimestamp() >= 0) {
            times.add(at.maxTimestamp(), (int) (at.offsetOfMaxTimestamp() - baseOffset));
        }
    }

    /** Ends the segment: the time index gets its last entry, as Kafka's tools expect. */
    void seal() throws IOException {
        indexTime(summary);
        flushIndexes();
    }

    /** Says that nothing is left of the offsets from its last batch to {@code endOffset}; the segment is full. */
    void coverTo(long endOffset) {
        summary = summary.withEndOffset(endOffset);
    }

    /** Gives the files the names of a segment of the log. */
    void moveInPlace(Path directory) throws IOException {
        offsets.moveTo(file(directory, SparseIndex.Kind.OFFSET.suffix()));
        times.moveTo(file(directory, SparseIndex.Kind.TIME.suffix()));
        log.moveTo(file(directory, LOG));
    }

    void flushIndexes() throws IOException {
        offsets.flush();
        times.flush();
    }

    /** Whether so much was written that it is worth while to {@link #forceLog} it; says so once. For the writer. */
    boolean isWorthForcing(long bytes) {
        boolean worth = unforcedBytes >= bytes;
        if (worth) {
            unforcedBytes = 0;
        }
        return worth;
    }

    /** Forces the batches that were written; does nothing if the segment was deleted meanwhile. */
    void forceLog() throws IOException {
        unlessDeleted(this::forceBatches);
    }

    /** Forces all that was written; does nothing if the segment was deleted meanwhile. */
    void force() throws IOException {
        unlessDeleted(file -> {
            forceBatches(file);
            offsets.force();
            times.force();
        });
    }

    private void forceBatches(SegmentFile of) throws IOException {
        OpenFile file = files.open(of);
        try {
            file.channel().force(false);
        } finally {
            file.release();
        }
    }

    @FunctionalInterface
    private interface Forcing {
        void of(SegmentFile file) throws IOException;
    }

    private void unlessDeleted(Forcing forcing) throws IOException {
        SegmentFile now = log;
        try {
            forcing.of(now);
        } catch (IOException e) {
            if (!now.isDeleted()) { // else it is gone, or elsewhere by now, and was forced there
                throw e;
            }
        }
    }

    /** Where its files would be in another directory. */
    List<Path> filesIn(Path directory) {
        return List.of(
                file(directory, LOG),
                file(directory, SparseIndex.Kind.OFFSET.suffix()),
                file(directory, SparseIndex.Kind.TIME.suffix()));
    }

    /** Appends the bytes from {@code from} to {@code to} (exclusive) to a copy that has those before. */
    void copyBytes(Path copy, long from, long to) throws IOException {
        OpenFile file = files.open(log);
        try {
            copy(file.channel(), copy, from, to);
        } finally {
            file.release();
        }
    }

    /** Copies the indexes, as far as they are in files. */
    void copyIndexes(Path directory) throws IOException {
        for (SparseIndex index : List.of(offsets, times)) {
            Path copy = directory.resolve(index.path().getFileName());
            try (FileChannel source = FileChannel.open(index.path(), StandardOpenOption.READ)) {
                copy(source, copy, 0, source.size());
            }
        }
    }

    private static void copy(FileChannel source, Path copy, long from, long to) throws IOException {
        try (FileChannel target = FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            target.truncate(from);
            target.position(from);
            long at = from;
            while (at < to) {
                long moved = source.transferTo(at, to - at, target);
                if (moved <= 0) {
                    throw new IOException(copy + " can not be copied: its original ends at byte " + at + " of " + to);
                }
                at += moved;
            }
            target.force(false);
        }
    }

    /** Goes on with copies of its files. @return the old ones, which are to be let go once readers can find the new */
    List<SegmentFile> relocate(Path directory) {
        SegmentFile old = log;
        log = new SegmentFile(file(directory, LOG));
        return List.of(
                old,
                offsets.relocate(file(directory, SparseIndex.Kind.OFFSET.suffix())),
                times.relocate(file(directory, SparseIndex.Kind.TIME.suffix())));
    }

    /**
     * A range of whole batches from the first that ends at or after {@code offset}; empty if that one is too large for
     * {@code maxBytes} and {@code minOneBatch} is not set. The last batch may be cut off.
     *
     * @return null if there is no such batch below {@code limitOffset}: compaction took it
     */
    @Nullable FilePart read(long offset, long limitOffset, int maxBytes, boolean minOneBatch) throws IOException {
        SegmentSummary end = summary;
        OpenFile file = files.open(log);
        boolean handedOver = false;
        try {
            BatchScan first = find(file, offset, end);
            BatchScan last = limitOffset >= end.endOffset() ? null : find(file, limitOffset, end);
            long stop = last == null ? end.sizeInBytes() : last.position();
            if (first == null || first.position() >= stop) {
                return null;
            }
            boolean fits = minOneBatch || first.sizeInBytes() <= maxBytes;
            long count = fits ? Math.min(stop - first.position(), Math.max(maxBytes, first.sizeInBytes())) : 0;
            FilePart part = files.part(file, log, first.position(), count);
            handedOver = true;
            return part;
        } finally {
            if (!handedOver) {
                file.release();
            }
        }
    }

    private @Nullable BatchScan find(OpenFile file, long offset, SegmentSummary end) throws IOException {
        BatchScan scan = scanTo(file, offset, end);
        while (scan.next()) {
            if (scan.lastOffset() >= offset) {
                return scan;
            }
        }
        return null;
    }

    private BatchScan scanFrom(OpenFile file, long position, SegmentSummary end) {
        return new BatchScan(file, log, position, end.sizeInBytes(), baseOffset, end.endOffset());
    }

    /** Begins where the index says, or at the front if no batch before {@code offset} is there: a damaged index. */
    private BatchScan scanTo(OpenFile file, long offset, SegmentSummary end) throws IOException {
        int from = offset <= baseOffset ? 0 : offsets.floor(offset - baseOffset, 0);
        BatchScan scan = scanFrom(file, from, end);
        boolean isRight = from == 0 || (from > 0 && scan.peek() && scan.lastOffset() <= offset);
        return isRight ? scan : scanFrom(file, 0, end);
    }

    /** The first batch with a record at or after a time and not before {@code minOffset}; heap memory, or null. */
    @Nullable ByteBuffer batchAtTime(long timestampMs, long minOffset) throws IOException {
        SegmentSummary end = summary;
        int relativeOffset = times.floor(timestampMs - 1, 0);
        OpenFile file = files.open(log);
        try {
            BatchScan scan = scanTo(file, Math.max(baseOffset + relativeOffset, minOffset), end);
            while (scan.next()) {
                if (scan.maxTimestamp() >= timestampMs && scan.lastOffset() >= minOffset) {
                    return scan.bytes();
                }
            }
            return null;
        } finally {
            file.release();
        }
    }

    /** The first batch that ends at or after an offset, in heap memory; null if compaction took it. */
    @Nullable ByteBuffer batchAt(long offset) throws IOException {
        OpenFile file = files.open(log);
        try {
            BatchScan found = find(file, offset, summary);
            return found == null ? null : found.bytes();
        } finally {
            file.release();
        }
    }

    boolean hasFile() {
        return Files.exists(log.path());
    }

    /** Brings the files back to what a checkpoint says of them. */
    void truncateToState() throws IOException {
        if (!hasFile()) {
            throw new IOException(log + " is missing, but the checkpoint says that it had " + summary.sizeInBytes()
                    + " bytes. Restore it");
        }
        OpenFile file = files.open(log);
        try {
            long size = file.channel().size();
            if (size < summary.sizeInBytes()) {
                throw new IOException(log + " has " + size + " bytes, but the checkpoint says that it had "
                        + summary.sizeInBytes() + ": the file was cut short. Restore it");
            }
            file.channel().truncate(summary.sizeInBytes());
        } finally {
            file.release();
        }
        if (!offsets.truncateFile() || !times.truncateFile()) {
            throw new IOException("The index of " + log + " is shorter than the checkpoint says. Restore it");
        }
    }

    /** All bytes of a segment that is full, for one who releases them. */
    SegmentBytes bytes() throws IOException {
        return new SegmentBytes(files.open(log), log.toString(), summary.sizeInBytes());
    }

    /** Lets go of the files, which another segment is about to replace. Reads in flight go on with them. */
    void forget() {
        files.forget(log);
        offsets.forget();
        times.forget();
    }

    void delete() throws IOException {
        files.delete(log);
        offsets.delete();
        times.delete();
    }
}
