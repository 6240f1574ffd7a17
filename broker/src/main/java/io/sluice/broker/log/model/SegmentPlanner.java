/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import io.sluice.broker.log.LogConfig;
import java.util.List;

/** When a segment is full, and which segments have been kept long enough. */
public final class SegmentPlanner {
    private SegmentPlanner() {}

    /** Whether batches of {@code sizeInBytes} up to {@code lastOffset} must go to a new segment. */
    public static boolean mustRoll(
            SegmentSummary active, int sizeInBytes, long lastOffset, long maxTimestamp, LogConfig config) {
        if (active.sizeInBytes() == 0) {
            return false;
        }
        return active.sizeInBytes() + sizeInBytes > config.segmentBytes()
                || lastOffset - active.baseOffset() > Integer.MAX_VALUE // index entries have 32-bit offsets
                || (active.firstTimestamp() >= 0 && maxTimestamp - active.firstTimestamp() > config.rollMs());
    }

    /**
     * Where the log should start, given its retention: at the end of the last segment that goes.
     *
     * @param segments in order; only whole segments from the front are given up
     * @return {@code logStartOffset} if all are to be kept
     */
    public static long startAfterRetention(
            List<SegmentSummary> segments, long logStartOffset, LogConfig config, long nowMs) {
        if (!config.delete()) {
            return logStartOffset;
        }
        long size = segments.stream().mapToLong(SegmentSummary::sizeInBytes).sum();
        long start = logStartOffset;
        for (SegmentSummary segment : segments) {
            boolean isEmpty = segment.sizeInBytes() == 0; // compaction took all of it
            boolean tooOld = config.retentionMs() >= 0
                    && (isEmpty
                            || (segment.maxTimestamp() >= 0 && nowMs - segment.maxTimestamp() > config.retentionMs()));
            // Kafka keeps at least retention.bytes: a segment goes only if what is left is still that much
            boolean tooMuch = config.retentionBytes() >= 0 && size - segment.sizeInBytes() >= config.retentionBytes();
            if (!tooOld && !tooMuch) {
                break;
            }
            size -= segment.sizeInBytes();
            start = Math.max(start, segment.endOffset());
        }
        return start;
    }
}
