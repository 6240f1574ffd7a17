/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.Optional;

/**
 * Which partitions are compacted.
 *
 * @param filter by name
 * @param idleMs those in which a file changed later than so long ago are left alone
 * @param ageMs those whose time ended later than so long ago are left alone; the name tells it, see {@link
 *     PartitionTime}, or else the newest file
 */
public record PartitionChoice(PartitionFilter filter, long idleMs, long ageMs) {

    public PartitionChoice {
        if (idleMs < 0 || ageMs < 0) {
            throw new IllegalArgumentException(
                    "idle time is " + idleMs + " ms, age " + ageMs + " ms; neither should be negative");
        }
    }

    /**
     * Why a partition of the right name is to be left alone; empty if it is not.
     *
     * @param changedMs when its newest file changed
     */
    Optional<SkipReason> objection(String partition, long changedMs, long nowMs) {
        if (nowMs - changedMs < idleMs) {
            return Optional.of(SkipReason.PARTITION_BUSY);
        }
        long endMs = PartitionTime.endMs(partition).orElse(changedMs);
        return nowMs - endMs < ageMs ? Optional.of(SkipReason.PARTITION_YOUNG) : Optional.empty();
    }
}
