/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

/**
 * The staged records that become one commit.
 *
 * @param startOffset inclusive: where the commit before ended, or the offset of the first record ever
 * @param previous offset of the record staged before the first one, {@link OffsetChain#NONE} if there was none
 * @param nextOffset exclusive: one behind the last staged record
 * @param rows staged records
 * @param skipped records in the range that were left out on purpose
 * @param openedAtMs when the first one was staged, epoch milliseconds
 */
public record Batch(long startOffset, long previous, long nextOffset, long rows, long skipped, long openedAtMs) {

    public Batch {
        if (nextOffset <= startOffset || rows < 1) {
            throw new IllegalArgumentException(
                    "an empty batch: " + rows + " rows from " + startOffset + " to " + nextOffset);
        }
    }

    static Batch of(StagedRecord first, long nowMs) {
        long start = first.previous() == OffsetChain.NONE ? first.offset() : first.previous() + 1;
        return new Batch(start, first.previous(), first.offset() + 1, 1, first.skipped(), nowMs);
    }

    Batch plus(StagedRecord record) {
        return new Batch(startOffset, previous, record.offset() + 1, rows + 1, skipped + record.skipped(), openedAtMs);
    }
}
