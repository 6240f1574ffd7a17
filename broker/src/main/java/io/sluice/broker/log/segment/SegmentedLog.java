/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.SegmentPlanner;
import io.sluice.broker.log.model.SegmentSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one partition. One writer thread; readers on any thread see every append that has returned.
 *
 * <p>No directory or file exists before the first append.
 */
public final class SegmentedLog {
    private static final Segment[] NONE = {};

    private final FileCache files;
    private volatile PartitionDirectory directory;
    private volatile Segment[] segments = NONE;
    /** How often {@link #directory} has become another. */
    private volatile int relocations;

    private boolean sealed;
    private final Set<Segment> unforced = new LinkedHashSet<>(2);

    public SegmentedLog(FileCache files, PartitionDirectory directory) {
        this.files = files;
        this.directory = directory;
    }

    /** Where its files are, if it has any. */
    public PartitionDirectory directory() {
        return directory;
    }

    /** Begins to bring everything to another directory. On any thread. */
    public SegmentMove moveTo(PartitionDirectory target) {
        return new SegmentMove(this, target);
    }

    List<Segment> now() {
        return List.of(segments);
    }

    /** Goes on with copies of all files. For the writer. */
    void relocate(PartitionDirectory target) {
        List<SegmentFile> old = new ArrayList<>();
        for (Segment segment : segments) {
            old.addAll(segment.relocate(target.path()));
        }
        directory = target;
        int before = relocations;
        relocations = before + 1; // the writer is the only one who does this
        segments = segments.clone(); // who finds an old file gone sees that it has to look again
        old.forEach(files::forget);
    }

    /** The segments as they were at a checkpoint; before anything else happens. */
    public void restore(List<SegmentState> states) {
        segments = states.stream()
                .map(state -> Segment.restore(files, directory.path(), state))
                .toArray(Segment[]::new);
    }

    /**
     * Brings the files back to what {@link #restore} was told: whatever was written later is cut off or deleted.
     *
     * @return the end of the segments at the front whose files are gone, or -1
     */
    public long truncateToState() throws IOException {
        Segment[] now = segments;
        directory.deleteAllBut(Arrays.stream(now)
                .map(segment -> segment.summary().baseOffset())
                .toList());
        int gone = 0;
        while (gone < now.length && !now[gone].hasFile()) {
            gone++;
        }
        segments = Arrays.copyOfRange(now, gone, now.length);
        for (Segment segment : segments) {
            segment.truncateToState();
        }
        return gone == 0 ? -1 : now[gone - 1].summary().endOffset();
    }

    /** Appends in order, rolling where {@code config} says so. */
    public void append(List<SegmentAppend> appends, LogConfig config) throws IOException {
        List<SegmentAppend> run = new ArrayList<>(appends.size());
        Segment active = null;
        SegmentSummary ahead = null;
        for (SegmentAppend append : appends) {
            if (active == null || mustRoll(ahead, append, config)) {
                if (active != null) {
                    active.append(run, config.indexIntervalBytes());
                    run.clear();
                }
                active = activeFor(append, config);
                ahead = active.summary();
            }
            run.add(append);
            ahead = plus(ahead, append);
        }
        if (active != null) {
            active.append(run, config.indexIntervalBytes());
        }
    }

    private static boolean mustRoll(SegmentSummary ahead, SegmentAppend append, LogConfig config) {
        long maxTimestamp = -1;
        for (BatchInfo batch : append.batches()) {
            maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
        }
        return SegmentPlanner.mustRoll(ahead, append.bytes().remaining(), append.lastOffset(), maxTimestamp, config);
    }

    private static SegmentSummary plus(SegmentSummary before, SegmentAppend append) {
        return new SegmentSummary(
                before.baseOffset(),
                append.lastOffset() + 1,
                before.sizeInBytes() + append.bytes().remaining(),
                before.maxTimestamp(),
                before.offsetOfMaxTimestamp(),
                before.sizeInBytes() == 0 ? append.batches().get(0).maxTimestamp() : before.firstTimestamp());
    }

    private Segment activeFor(SegmentAppend append, LogConfig config) throws IOException {
        Segment[] now = segments;
        Segment active = now.length == 0 ? null : now[now.length - 1];
        if (active == null || sealed || mustRoll(active.summary(), append, config)) {
            if (active == null) {
                directory.create();
            } else if (!sealed) {
                active.seal();
                unforced.add(active);
            }
            active = Segment.create(files, directory.path(), append.baseOffset());
            sealed = false;
            Segment[] next = Arrays.copyOf(now, now.length + 1);
            next[now.length] = active;
            segments = next;
        }
        unforced.add(active);
        return active;
    }

    /** Ends the active segment if it is older than {@code segment.ms}, so that its retention can run out. */
    public void sealIfOld(LogConfig config, long nowMs) throws IOException {
        Segment[] now = segments;
        if (now.length > 0 && !sealed) {
            Segment active = now[now.length - 1];
            long first = active.summary().firstTimestamp();
            if (first >= 0 && nowMs - first > config.rollMs()) {
                active.seal();
                unforced.add(active);
                sealed = true;
            }
        }
    }

    /** Deletes the segments that end at or before an offset. */
    public void deleteBefore(long offset) throws IOException {
        Segment[] now = segments;
        int keep = 0;
        while (keep < now.length && now[keep].summary().endOffset() <= offset) {
            keep++;
        }
        segments = Arrays.copyOfRange(now, keep, now.length);
        for (Segment gone : Arrays.copyOf(now, keep)) {
            unforced.remove(gone);
            gone.delete();
        }
    }

    /** Deletes everything. */
    public void delete() throws IOException {
        deleteBefore(Long.MAX_VALUE);
        directory.delete();
    }

    /**
     * Writes the indexes out and hands over what a checkpoint must force before it may rely on {@link #states}.
     *
     * @return an action for another thread
     */
    public ForceTask prepareForce() throws IOException {
        List<Segment> touched = List.copyOf(unforced);
        unforced.clear();
        for (Segment segment : touched) {
            segment.flushIndexes();
        }
        return () -> {
            for (Segment segment : touched) {
                segment.force();
            }
            if (!touched.isEmpty()) {
                directory.force();
            }
        };
    }

    /**
     * Hands over what is worth bringing to the disk before the next checkpoint, which would have to wait for it.
     *
     * @param bytes how much is
     * @return an action for another thread, or null
     */
    public @Nullable ForceTask prepareEarlyForce(long bytes) {
        Segment[] now = segments;
        return now.length > 0 && now[now.length - 1].isWorthForcing(bytes) ? now[now.length - 1]::forceLog : null;
    }

    /** See {@link #prepareForce}. */
    @FunctionalInterface
    public interface ForceTask {
        void run() throws IOException;
    }

    public List<SegmentState> states() {
        return Arrays.stream(segments).map(Segment::state).toList();
    }

    public List<SegmentSummary> summaries() {
        return Arrays.stream(segments).map(Segment::summary).toList();
    }

    public long sizeInBytes() {
        long size = 0;
        for (Segment segment : segments) {
            size += segment.summary().sizeInBytes();
        }
        return size;
    }

    /** Exclusive; {@code orElse} if there is no segment. */
    public long endOffset(long orElse) {
        Segment[] now = segments;
        return now.length == 0 ? orElse : now[now.length - 1].summary().endOffset();
    }

    /**
     * Batches from the one that holds {@code offset}, up to {@code limitOffset} (exclusive) or the end of a segment.
     *
     * @return null if there is nothing, or nothing that fits
     */
    public @Nullable FilePart read(long offset, long limitOffset, int maxBytes, boolean minOneBatch)
            throws IOException {
        return search(now -> {
            for (Segment segment : now) {
                SegmentSummary summary = segment.summary();
                FilePart part = offset < summary.endOffset() && summary.baseOffset() < limitOffset
                        ? segment.read(offset, limitOffset, maxBytes, minOneBatch)
                        : null;
                if (part != null) {
                    return part;
                }
            }
            return null;
        });
    }

    /** The first batch with a record at or after a time, or null. */
    public @Nullable ByteBuffer batchAtTime(long timestampMs, long minOffset) throws IOException {
        return search(now -> {
            for (Segment segment : now) {
                SegmentSummary summary = segment.summary();
                ByteBuffer batch = summary.maxTimestamp() >= timestampMs && summary.endOffset() > minOffset
                        ? segment.batchAtTime(timestampMs, minOffset)
                        : null;
                if (batch != null) {
                    return batch;
                }
            }
            return null;
        });
    }

    /** The batch that holds an offset, or the next one there is, or null. */
    public @Nullable ByteBuffer batchAt(long offset) throws IOException {
        return search(now -> {
            for (Segment segment : now) {
                ByteBuffer batch = offset < segment.summary().endOffset() ? segment.batchAt(offset) : null;
                if (batch != null) {
                    return batch;
                }
            }
            return null;
        });
    }

    @FunctionalInterface
    private interface Search<T> {
        @Nullable T in(Segment[] segments) throws IOException;
    }

    private <T> @Nullable T search(Search<T> search) throws IOException {
        while (true) {
            Segment[] now = segments;
            try {
                return search.in(now);
            } catch (IOException e) {
                if (segments == now) {
                    throw e;
                } // else the file went because its segment was replaced or deleted meanwhile: look at what there is
            }
        }
    }

    /** The segments that get no more batches: all but the last. In order. */
    public List<SegmentSummary> full() {
        List<SegmentSummary> all = summaries();
        return all.subList(0, Math.max(0, all.size() - 1));
    }

    /**
     * The bytes of a segment, as long as the caller holds them.
     *
     * @throws IOException also if it was deleted or replaced
     */
    public SegmentBytes bytes(SegmentSummary of) throws IOException {
        for (Segment segment : segments) {
            if (segment.summary().equals(of)) {
                return segment.bytes();
            }
        }
        throw new NoSuchFileException(directory.path() + ": the segment of offset " + of.baseOffset() + " is gone");
    }

    /**
     * Begins a segment that is to take the place of some of {@link #full()}, in files of its own. On any thread.
     *
     * @param id not used in this directory before
     */
    public SegmentRewrite rewrite(List<SegmentSummary> replaced, long id, int indexIntervalBytes) throws IOException {
        int before = relocations;
        PartitionDirectory here = directory;
        Segment segment = Segment.create(files, here.path(), replaced.get(0).baseOffset(), PartitionDirectory.mark(id));
        return new SegmentRewrite(here, segment, List.copyOf(replaced), id, indexIntervalBytes, before);
    }

    /** Whether what {@code rewrite} replaces is still there, and here. For the writer. */
    public boolean canReplace(SegmentRewrite rewrite) {
        // also if it has moved away and back: then it has left the files of the rewrite behind
        return rewrite.relocations() == relocations && Collections.indexOfSubList(full(), rewrite.replaced()) >= 0;
    }

    /**
     * Puts a finished segment in the place of those that it replaces. For the writer, once it is on record that this
     * has happened: from here on it must come to its end, here or at the next start.
     */
    public void replace(SegmentRewrite rewrite) throws IOException {
        Segment[] now = segments;
        int from = Collections.indexOfSubList(summaries(), rewrite.replaced());
        int to = from + rewrite.replaced().size();
        Segment[] next = new Segment[now.length - (to - from) + 1];
        System.arraycopy(now, 0, next, 0, from);
        next[from] = rewrite.segment();
        System.arraycopy(now, to, next, from + 1, now.length - to);
        segments = next; // readers find the new segment, under whatever names its files have
        now[from].forget();
        rewrite.segment().moveInPlace(directory.path());
        for (Segment old : Arrays.asList(now).subList(from, to)) {
            unforced.remove(old);
        }
        for (Segment old : Arrays.asList(now).subList(from + 1, to)) {
            old.delete();
        }
        unforced.add(rewrite.segment());
    }
}
