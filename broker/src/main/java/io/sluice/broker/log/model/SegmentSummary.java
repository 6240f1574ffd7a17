/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

/**
 * A segment as planners and checkpoints see it. Immutable.
 *
 * @param endOffset exclusive; the next segment's base offset. Compaction may have taken the records before it
 * @param maxTimestamp largest of its records, ms since the epoch, or -1
 * @param offsetOfMaxTimestamp a record in the batch that has it
 * @param firstTimestamp largest of its first batch, ms since the epoch: the age of a segment counts from it
 */
public record SegmentSummary(
        long baseOffset,
        long endOffset,
        long sizeInBytes,
        long maxTimestamp,
        long offsetOfMaxTimestamp,
        long firstTimestamp) {

    /** The same segment, said to hold all that is left of the offsets before {@code end}. */
    public SegmentSummary withEndOffset(long end) {
        return new SegmentSummary(baseOffset, end, sizeInBytes, maxTimestamp, offsetOfMaxTimestamp, firstTimestamp);
    }
}
