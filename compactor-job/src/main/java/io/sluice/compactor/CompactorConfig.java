/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.merge.BloomFilters;
import io.sluice.compactor.merge.MergeOptions;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.compactor.plan.PartitionChoice;
import io.sluice.compactor.plan.PartitionFilter;
import io.sluice.compactor.plan.PlanOptions;
import io.sluice.compactor.plan.RunLimits;
import io.sluice.compactor.run.Resources;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.io.LeaseFile;
import java.util.List;

/**
 * How to compact a table. Immutable; begin with {@link #defaults} and change what is to be different.
 *
 * @param merge how merged files are written
 * @param resources what a run may use of the machine
 * @param dryRun plan only, change nothing
 * @param lease how the lease on the table is kept
 * @param swapModes ways in which files may be replaced, the best first
 * @param avro whether Avro data files of the table are merged too, and so become Parquet
 * @param reclaimDelayMs how long after a commit dead bytes stay, for queries that listed before it
 * @param listingMs how long a listing of a directory takes at the most: so long is one kept that was exchanged
 */
public record CompactorConfig(
        PlanOptions plan,
        MergeOptions merge,
        Resources resources,
        boolean dryRun,
        LeaseFile.Timing lease,
        List<SwapMode> swapModes,
        boolean avro,
        long reclaimDelayMs,
        long listingMs) {

    private static final long TARGET_BYTES = 1L << 30;
    private static final int MAX_INPUTS = 5_000;
    private static final double MAX_DEAD_RATIO = 0.75;
    private static final long DAY_MS = 86_400_000;
    private static final long LISTING_MS = 1_000;

    public CompactorConfig {
        swapModes = List.copyOf(swapModes);
        if (reclaimDelayMs < 0) {
            throw new IllegalArgumentException("reclaim delay is " + reclaimDelayMs + " ms; it should not be negative");
        }
        if (listingMs < 0) {
            throw new IllegalArgumentException("a listing takes " + listingMs + " ms; it should not be negative");
        }
    }

    /**
     * Files of 1 GiB, row groups of 128 MiB, one thread, no grace period, all partitions, every value verified, no
     * renames, dead bytes reclaimed after a day, directories that were exchanged kept for a second.
     */
    public static CompactorConfig defaults() {
        PlanOptions plan = new PlanOptions(TARGET_BYTES, 2, MAX_INPUTS, 0, PartitionFilter.ALL)
                .withMinRowGroupBytes(MergeOptions.DEFAULT.rowGroupBytes() / 2)
                .withLimits(new RunLimits(Long.MAX_VALUE, MAX_DEAD_RATIO));
        return new CompactorConfig(
                plan,
                MergeOptions.DEFAULT,
                Resources.ONE_THREAD,
                false,
                LeaseFile.Timing.DEFAULT,
                List.of(SwapMode.CONCAT),
                false,
                DAY_MS,
                LISTING_MS);
    }

    public CompactorConfig withTargetBytes(long bytes) {
        return withPlan(plan.withTarget(bytes, plan.targetRows()));
    }

    public CompactorConfig withGraceMs(long ms) {
        return withPlan(plan.withGraceMs(ms));
    }

    public CompactorConfig withPartitions(PartitionFilter filter) {
        return withPlan(plan.withPartitions(new PartitionChoice(filter, 0, 0)));
    }

    public CompactorConfig withMinRowGroupBytes(long bytes) {
        return withPlan(plan.withMinRowGroupBytes(bytes));
    }

    public CompactorConfig withPlan(PlanOptions options) {
        return new CompactorConfig(
                options, merge, resources, dryRun, lease, swapModes, avro, reclaimDelayMs, listingMs);
    }

    public CompactorConfig withMerge(MergeOptions options) {
        return new CompactorConfig(plan, options, resources, dryRun, lease, swapModes, avro, reclaimDelayMs, listingMs);
    }

    public CompactorConfig withRowGroupBytes(long bytes) {
        return withMerge(merge.withRowGroupBytes(bytes));
    }

    public CompactorConfig withVerification(Verification howMuch) {
        return withMerge(merge.withVerification(howMuch));
    }

    public CompactorConfig withRewrite(Rewrite ofRows) {
        return withMerge(merge.withRewrite(ofRows));
    }

    public CompactorConfig withBloomFilters(BloomFilters filters) {
        return withMerge(merge.withBloomFilters(filters));
    }

    public CompactorConfig withThreads(int count) {
        return withResources(new Resources(count, resources.memoryBytes(), resources.bytesPerSecond()));
    }

    public CompactorConfig withResources(Resources ofMachine) {
        return new CompactorConfig(plan, merge, ofMachine, dryRun, lease, swapModes, avro, reclaimDelayMs, listingMs);
    }

    public CompactorConfig asDryRun() {
        return new CompactorConfig(plan, merge, resources, true, lease, swapModes, avro, reclaimDelayMs, listingMs);
    }

    public CompactorConfig withLease(LeaseFile.Timing timing) {
        return new CompactorConfig(plan, merge, resources, dryRun, timing, swapModes, avro, reclaimDelayMs, listingMs);
    }

    /** Whether readers that list meanwhile may lack rows, where there is no better way. */
    public CompactorConfig withRenames(boolean allowed) {
        return withSwapModes(
                allowed ? List.of(SwapMode.CONCAT, SwapMode.EXCHANGE, SwapMode.RENAME) : List.of(SwapMode.CONCAT));
    }

    public CompactorConfig withSwapModes(List<SwapMode> modes) {
        return new CompactorConfig(plan, merge, resources, dryRun, lease, modes, avro, reclaimDelayMs, listingMs);
    }

    public CompactorConfig withReclaimDelayMs(long ms) {
        return new CompactorConfig(plan, merge, resources, dryRun, lease, swapModes, avro, ms, listingMs);
    }

    public CompactorConfig withListingMs(long ms) {
        return new CompactorConfig(plan, merge, resources, dryRun, lease, swapModes, avro, reclaimDelayMs, ms);
    }

    public CompactorConfig withAvro(boolean wanted) {
        return new CompactorConfig(plan, merge, resources, dryRun, lease, swapModes, wanted, reclaimDelayMs, listingMs);
    }
}
