/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.SegmentPlanner;
import io.sluice.broker.log.model.SegmentSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final PartitionDirectory directory;
    private volatile Segment[] segments = NONE;
    private boolean sealed;
    private final Set<Segment> unforced = new LinkedHashSet<>(2);

    public SegmentedLog(FileCache files, PartitionDirectory directory) {
        this.files = files;
        this.directory = directory;
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
            if (first >= 0 && nowMs - first > config.segmentMs()) {
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
        for (Segment segment : segments) {
            if (offset < segment.summary().endOffset()) {
                return segment.read(offset, limitOffset, maxBytes, minOneBatch);
            }
        }
        return null;
    }

    /** The first batch with a record at or after a time, or null. */
    public @Nullable ByteBuffer batchAtTime(long timestampMs, long minOffset) throws IOException {
        for (Segment segment : segments) {
            SegmentSummary summary = segment.summary();
            if (summary.maxTimestamp() >= timestampMs && summary.endOffset() > minOffset) {
                ByteBuffer batch = segment.batchAtTime(timestampMs, minOffset);
                if (batch != null) {
                    return batch;
                }
            }
        }
        return null;
    }

    /** The batch that holds an offset, or null if no segment does. */
    public @Nullable ByteBuffer batchAt(long offset) throws IOException {
        for (Segment segment : segments) {
            if (offset < segment.summary().endOffset()) {
                return segment.batchAt(offset);
            }
        }
        return null;
    }
}
