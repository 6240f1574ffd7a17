/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import io.sluice.broker.log.PartitionLog.EpochEnd;
import java.util.List;

/**
 * Which leader epoch began at which offset (KIP-101, KIP-320). Both rise strictly from entry to entry. Immutable.
 */
public record LeaderEpochs(List<Start> starts) {
    private static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);

    /** The first offset written (or to be written) in an epoch. */
    public record Start(int leaderEpoch, long startOffset) {}

    public LeaderEpochs {
        starts = List.copyOf(starts);
    }

    public static LeaderEpochs startingWith(int leaderEpoch, long offset) {
        return new LeaderEpochs(List.of(new Start(leaderEpoch, offset)));
    }

    public int latest() {
        return starts.get(starts.size() - 1).leaderEpoch();
    }

    /** With an epoch that begins at the end of the log; an epoch that wrote nothing leaves no trace. */
    public LeaderEpochs begin(int leaderEpoch, long endOffset) {
        if (leaderEpoch <= latest()) {
            return this;
        }
        List<Start> next = new java.util.ArrayList<>(starts);
        next.removeIf(start -> start.startOffset() >= endOffset);
        next.add(new Start(leaderEpoch, endOffset));
        return new LeaderEpochs(next);
    }

    /** Without epochs that ended before the log's start; the one that holds it now begins there. */
    public LeaderEpochs truncateBefore(long logStartOffset) {
        int first = 0;
        while (first + 1 < starts.size() && starts.get(first + 1).startOffset() <= logStartOffset) {
            first++;
        }
        if (first == 0 && starts.get(0).startOffset() >= logStartOffset) {
            return this;
        }
        List<Start> next = new java.util.ArrayList<>(starts.subList(first, starts.size()));
        next.set(0, new Start(next.get(0).leaderEpoch(), Math.max(next.get(0).startOffset(), logStartOffset)));
        return new LeaderEpochs(next);
    }

    public EpochEnd endOf(int leaderEpoch, long logEndOffset) {
        if (leaderEpoch < 0 || leaderEpoch > latest()) {
            return UNKNOWN;
        }
        if (leaderEpoch == latest()) {
            return new EpochEnd(leaderEpoch, logEndOffset);
        }
        int floor = leaderEpoch; // an epoch before all we know ends where the first one begins
        for (Start start : starts) {
            if (start.leaderEpoch() > leaderEpoch) {
                return new EpochEnd(floor, start.startOffset());
            }
            floor = start.leaderEpoch();
        }
        throw new IllegalStateException("epochs out of order: " + starts);
    }
}
