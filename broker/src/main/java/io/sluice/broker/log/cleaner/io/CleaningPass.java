/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner.io;

import io.sluice.broker.log.cleaner.CleanPlanner;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.cleaner.Dirtiness;
import io.sluice.broker.log.cleaner.KeyOffsets;
import io.sluice.broker.log.cleaner.KeyScan;
import io.sluice.broker.log.cleaner.LogFacts;
import io.sluice.broker.log.cleaner.RetainedRecords;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.model.StoredBatches;
import io.sluice.broker.log.segment.SegmentAppend;
import io.sluice.broker.log.segment.SegmentBytes;
import io.sluice.broker.log.segment.SegmentRewrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Cleans one log once: collects the newest offset of each dirty key, as many as memory holds, then writes the segments
 * up to there anew. For one thread.
 */
final class CleaningPass {
    private final CleanableLog log;
    private final LogFacts facts;
    private final Dirtiness dirt;
    private final Pace pace;
    private final long nowMs;
    private final KeyOffsets newest;
    private final BatchSource source;
    private final ByteBuffer output;
    private final BufferSupplier decompression;

    /** Told of the bytes that were moved: waits, or throws if cleaning is to end. */
    interface Pace {
        void moved(long bytes) throws StoppedException;
    }

    /** Cleaning is to end; nothing is wrong. */
    static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What a pass has done.
     *
     * @param endOffset how far the log is clean now, exclusive
     */
    record Result(long firstDirtyOffset, long endOffset, long bytesBefore, long bytesAfter) {}

    /** @param facts of the log; what has gone since cannot be read, which ends the pass without effect */
    CleaningPass(
            CleanableLog log,
            LogFacts facts,
            CleanerConfig config,
            Pace pace,
            BufferSupplier decompression,
            long nowMs) {
        this.log = log;
        this.facts = facts;
        this.dirt = CleanPlanner.dirtiness(facts, nowMs);
        this.pace = pace;
        this.nowMs = nowMs;
        this.newest = KeyOffsets.forKeys(
                dirt.endOffset() - dirt.firstDirtyOffset(), config.slotsPerThread(), config.loadFactor());
        this.source = new BatchSource(config.bufferBytesPerThread());
        this.output = ByteBuffer.allocate(config.bufferBytesPerThread());
        this.decompression = decompression;
    }

    Result run() throws IOException, StoppedException {
        long endOffset = collectKeys();
        RetainedRecords filter = new RetainedRecords(
                newest,
                endOffset,
                log.aborted(),
                log.producers(),
                nowMs,
                facts.config().compaction().deleteRetentionMs());
        List<List<SegmentSummary>> groups =
                CleanPlanner.groups(facts.full(), endOffset, facts.config().segmentBytes());
        long before = 0;
        long after = 0;
        for (int i = 0; i < groups.size(); i++) {
            List<SegmentSummary> group = groups.get(i);
            boolean last = i == groups.size() - 1;
            after += clean(group, filter, last ? endOffset : facts.cleanedTo());
            before += group.stream().mapToLong(SegmentSummary::sizeInBytes).sum();
        }
        return new Result(dirt.firstDirtyOffset(), endOffset, before, after);
    }

    /** Up to where (exclusive) the keys are known. */
    private long collectKeys() throws IOException, StoppedException {
        KeyScan scan = new KeyScan(newest, dirt.firstDirtyOffset(), log.aborted(), decompression);
        for (SegmentSummary segment : facts.full()) {
            if (segment.endOffset() > dirt.firstDirtyOffset() && segment.endOffset() <= dirt.endOffset()) {
                if (!collectKeys(segment, scan)) {
                    return scan.fullAt();
                }
            }
        }
        return dirt.endOffset();
    }

    private boolean collectKeys(SegmentSummary segment, KeyScan scan) throws IOException, StoppedException {
        try (SegmentBytes bytes = log.bytes(segment)) {
            long position = 0;
            while (position < bytes.sizeInBytes()) {
                ByteBuffer piece = source.read(bytes, position);
                long from = position;
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(piece).batches()) {
                    if (!scan.add(batch)) {
                        return false;
                    }
                    position += batch.sizeInBytes();
                }
                pace.moved(position - from);
            }
        }
        return true;
    }

    /** @return the bytes that are left */
    private long clean(List<SegmentSummary> group, RetainedRecords filter, long cleanedTo)
            throws IOException, StoppedException {
        SegmentRewrite rewrite = log.rewrite(group);
        boolean discard = true;
        try {
            boolean changed = group.size() > 1;
            for (SegmentSummary segment : group) {
                changed |= copy(segment, filter, rewrite);
            }
            if (changed) {
                rewrite.finish();
                discard = false; // until it is certain that the log did not take it
                discard = !replace(rewrite, cleanedTo);
                if (discard) {
                    throw new StoppedException();
                }
            } else {
                log.markClean(cleanedTo);
            }
            return rewrite.sizeInBytes();
        } finally {
            if (discard) {
                rewrite.discard();
            }
        }
    }

    private boolean replace(SegmentRewrite rewrite, long cleanedTo) throws IOException {
        try {
            return log.replace(rewrite, cleanedTo);
        } catch (IOException e) {
            rewrite.discard();
            throw e;
        }
    }

    /** @return whether anything was left out or written in another way */
    private boolean copy(SegmentSummary segment, RetainedRecords filter, SegmentRewrite to)
            throws IOException, StoppedException {
        boolean changed = false;
        try (SegmentBytes bytes = log.bytes(segment)) {
            long position = 0;
            while (position < bytes.sizeInBytes()) {
                ByteBuffer piece = source.read(bytes, position);
                MemoryRecords.FilterResult result =
                        MemoryRecords.readableRecords(piece).filterTo(filter, output.clear(), decompression);
                ByteBuffer kept = result.outputBuffer().flip();
                int read = result.bytesRead();
                changed |= !kept.equals(piece.slice(0, read));
                if (kept.hasRemaining()) {
                    to.append(new SegmentAppend(kept, StoredBatches.read(kept)));
                }
                position += read;
                pace.moved(read + result.bytesRetained());
            }
        }
        return changed;
    }
}
