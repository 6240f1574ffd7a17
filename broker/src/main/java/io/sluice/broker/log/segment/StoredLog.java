/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.SegmentSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partition has on disk: segments of its own, if it has grown so far, and behind them what still lies in
 * bundles. One writer thread; readers on any thread see every append that was flushed.
 *
 * <p>What is in bundles moves to a segment, in one write, when it has become too much. A
 * compacted log is never in bundles.
 */
public final class StoredLog {
    /** So many extents are written together into one. */
    private static final int MAX_EXTENTS = 8;

    private static final Extent[] NONE = {};

    private final SegmentedLog segments;
    private volatile Extent[] extents = NONE;

    public StoredLog(SegmentedLog segments) {
        this.segments = segments;
    }

    /** Those that have files of their own. */
    public SegmentedLog segments() {
        return segments;
    }

    /** As it was at a checkpoint; before anything else happens. */
    public void restore(List<SegmentState> ofSegments, List<ExtentState> ofExtents, Bundles bundles) {
        segments.restore(ofSegments);
        extents = ofExtents.stream().map(bundles::restore).toArray(Extent[]::new);
    }

    public List<ExtentState> extents() {
        Extent[] now = extents;
        List<ExtentState> states = new ArrayList<>(now.length);
        for (Extent extent : now) {
            states.add(extent.state());
        }
        return states;
    }

    /** Appends in order: to a bundle, seen after {@link Bundles#flush}, or to segments. */
    public void append(List<SegmentAppend> appends, LogConfig config, Bundles bundles) throws IOException {
        Extent[] now = extents;
        long bytes = 0;
        for (SegmentAppend append : appends) {
            bytes += append.bytes().remaining();
        }
        if (!config.compact() && bundles.take(bytes + sizeInBytes(now))) {
            boolean full = now.length >= MAX_EXTENTS;
            bundles.add(this, full ? List.of() : List.of(now), full ? behindExtents(now, appends) : appends);
        } else if (now.length == 0) {
            segments.append(appends, config);
        } else {
            segments.append(behindExtents(now, appends), config);
            show(NONE);
        }
    }

    private static List<SegmentAppend> behindExtents(Extent[] extents, List<SegmentAppend> appends) throws IOException {
        List<SegmentAppend> all = new ArrayList<>(extents.length + appends.size());
        for (Extent extent : extents) {
            all.add(extent.load());
        }
        all.addAll(appends);
        return all;
    }

    /** Writes its extents anew if one of them lies in any of these bundles; seen after {@link Bundles#flush}. */
    public void leave(Collection<Long> wasteful, Bundles bundles) throws IOException {
        Extent[] now = extents;
        for (Extent extent : now) {
            if (wasteful.contains(extent.bundle().id())) {
                bundles.add(this, List.of(), behindExtents(now, List.of()));
                return;
            }
        }
    }

    void show(List<Extent> kept, Extent added) {
        Extent[] next = kept.toArray(new Extent[kept.size() + 1]);
        next[kept.size()] = added;
        show(next);
    }

    private void show(Extent[] next) {
        Extent[] before = extents;
        extents = next;
        List<Extent> kept = List.of(next);
        for (Extent extent : before) {
            if (!kept.contains(extent)) {
                extent.bundle().release(extent.sizeInBytes());
            }
        }
    }

    /** Deletes whatever ends at or before an offset. */
    public void deleteBefore(long offset) throws IOException {
        segments.deleteBefore(offset);
        Extent[] now = extents;
        int keep = 0;
        while (keep < now.length && now[keep].endOffset() <= offset) {
            keep++;
        }
        if (keep > 0) {
            show(List.of(now).subList(keep, now.length).toArray(NONE));
        }
    }

    /** Deletes everything. */
    public void delete() throws IOException {
        show(NONE);
        segments.delete();
    }

    /** In order; those in bundles as if they were segments. */
    public List<SegmentSummary> summaries() {
        Extent[] now = extents; // first: what moves to a segment meanwhile is there before it leaves the bundle
        List<SegmentSummary> all = segments.summaries();
        if (now.length == 0) {
            return all;
        }
        List<SegmentSummary> both = new ArrayList<>(all);
        for (Extent extent : now) {
            if (both.isEmpty() || extent.endOffset() > both.get(both.size() - 1).endOffset()) {
                both.add(extent.summary());
            }
        }
        return both;
    }

    /** Where the segment, or what is one in a bundle, that holds an offset ends: a read goes no further. Exclusive. */
    public long endOfFile(long offset) {
        return summaries().stream()
                .mapToLong(SegmentSummary::endOffset)
                .filter(end -> end > offset)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    public long sizeInBytes() {
        Extent[] now = extents;
        long end = segments.endOffset(-1);
        long size = segments.sizeInBytes();
        for (Extent extent : now) {
            size += extent.endOffset() > end ? extent.sizeInBytes() : 0;
        }
        return size;
    }

    private static long sizeInBytes(Extent[] extents) {
        long size = 0;
        for (Extent extent : extents) {
            size += extent.sizeInBytes();
        }
        return size;
    }

    public boolean isEmpty() {
        return extents.length == 0 && segments.endOffset(-1) < 0;
    }

    /** Exclusive; {@code orElse} if there is nothing. */
    public long endOffset(long orElse) {
        Extent[] now = extents;
        return now.length == 0 ? segments.endOffset(orElse) : now[now.length - 1].endOffset();
    }

    /**
     * Batches from the one that holds {@code offset}, up to {@code limitOffset} (exclusive) or the end of a segment.
     *
     * @return null if there is nothing; empty if nothing fits
     */
    public @Nullable FilePart read(long offset, long limitOffset, int maxBytes, boolean minOneBatch)
            throws IOException {
        return search(now -> {
            FilePart part = segments.read(offset, limitOffset, maxBytes, minOneBatch);
            for (int i = 0; part == null && i < now.length; i++) {
                if (offset < now[i].endOffset() && now[i].summary().baseOffset() < limitOffset) {
                    part = now[i].read(offset, limitOffset, maxBytes, minOneBatch);
                }
            }
            return part;
        });
    }

    /** The first batch with a record at or after a time, or null. */
    public @Nullable ByteBuffer batchAtTime(long timestampMs, long minOffset) throws IOException {
        return search(now -> {
            ByteBuffer batch = segments.batchAtTime(timestampMs, minOffset);
            for (int i = 0; batch == null && i < now.length; i++) {
                if (now[i].summary().maxTimestamp() >= timestampMs && now[i].endOffset() > minOffset) {
                    batch = now[i].batchAtTime(timestampMs, minOffset);
                }
            }
            return batch;
        });
    }

    /** The batch that holds an offset, or the next one there is, or null. */
    public @Nullable ByteBuffer batchAt(long offset) throws IOException {
        return search(now -> {
            ByteBuffer batch = segments.batchAt(offset);
            for (int i = 0; batch == null && i < now.length; i++) {
                batch = offset < now[i].endOffset() ? now[i].batchAt(offset) : null;
            }
            return batch;
        });
    }

    @FunctionalInterface
    private interface Search<T> {
        @Nullable T behindSegments(Extent[] extents) throws IOException;
    }

    /** The extents are looked up before the segments: what moves between them is in both for a while, never in none. */
    private <T> @Nullable T search(Search<T> search) throws IOException {
        while (true) {
            Extent[] now = extents;
            try {
                return search.behindSegments(now);
            } catch (IOException e) {
                if (extents == now) {
                    throw e;
                } // else they have moved, and their bundle may be gone: look at what there is
            }
        }
    }
}
