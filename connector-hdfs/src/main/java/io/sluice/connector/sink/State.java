/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where a topic-partition is in its life. */
public sealed interface State {

    /**
     * Being claimed and recovered in the background; its consumer is paused.
     *
     * @param failures in a row so far
     */
    record Recovering(int failures) implements State {}

    /**
     * Something went wrong; to be recovered again.
     *
     * @param heldEpoch the epoch that this task owned; recovery is called off if someone else has taken over since
     */
    record Waiting(long untilMs, OptionalLong heldEpoch, int failures) implements State {}

    /** Another task has taken the partition over. Normally a rebalance is about to say so. */
    record Fenced(long sinceMs) implements State {}

    /**
     * Staging and committing.
     *
     * @param epoch that this task owns
     * @param open the batch that is being filled; null if nothing is staged
     * @param sealed batches that wait for their commit, oldest first; the first one is in work
     * @param unsyncedSinceMs when the first record was appended that is not synced yet, or {@link #ALL_SYNCED}
     * @param failures since the last commit
     */
    record Active(
            long epoch, Cursor cursor, @Nullable Batch open, List<Batch> sealed, long unsyncedSinceMs, int failures)
            implements State {

        static final long ALL_SYNCED = Long.MAX_VALUE;

        public Active {
            sealed = List.copyOf(sealed);
        }
    }

    /** Given up; nothing happens any more. */
    record Closed() implements State {}

    /**
     * How far records were taken.
     *
     * @param next offset that is wanted next; records below it are dropped, gaps above it are legal. {@link
     *     OffsetChain#NONE} if any will do
     * @param previous offset of the last record staged or committed, or {@link OffsetChain#NONE}
     * @param skipped records left out since that one
     */
    record Cursor(long next, long previous, long skipped) {

        static Cursor behind(long previous) {
            return new Cursor(previous == OffsetChain.NONE ? OffsetChain.NONE : previous + 1, previous, 0);
        }
    }
}
