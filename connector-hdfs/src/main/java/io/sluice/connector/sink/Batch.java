/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * A batch and what was staged behind it.
     *
     * @param open null if the first of the records opens one
     * @param run in the order of offsets, not empty
     */
    static Batch of(@Nullable Batch open, List<StagedRecord> run, long nowMs) {
        StagedRecord first = run.get(0);
        long nextOffset = run.get(run.size() - 1).offset() + 1;
        long skipped = 0;
        for (StagedRecord record : run) {
            skipped += record.skipped();
        }
        if (open == null) {
            long start = first.previous() == OffsetChain.NONE ? first.offset() : first.previous() + 1;
            return new Batch(start, first.previous(), nextOffset, run.size(), skipped, nowMs);
        }
        return new Batch(
                open.startOffset,
                open.previous,
                nextOffset,
                open.rows + run.size(),
                open.skipped + skipped,
                open.openedAtMs);
    }
}
