/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.merge.verify.Verification;
import io.sluice.compactor.plan.PartitionFilter;
import io.sluice.compactor.plan.PlanOptions;
import io.sluice.compactor.swap.io.LeaseFile;

/**
 * How to compact a table. Immutable; begin with {@link #defaults} and change what is to be different.
 *
 * @param rowGroupBytes row groups of the inputs are joined up to this size, compressed
 * @param minRowGroupBytes files all of whose row groups are as large are joined as they are, where the file system can
 * @param threads merges at a time; each holds a row group of inputs in memory
 * @param dryRun plan only, change nothing
 * @param lease how the lease on the table is kept
 * @param verification how much of a merged file is compared with its inputs before it replaces them
 */
public record CompactorConfig(
        PlanOptions plan,
        long rowGroupBytes,
        long minRowGroupBytes,
        int threads,
        boolean dryRun,
        LeaseFile.Timing lease,
        Verification verification) {

    private static final long TARGET_BYTES = 1L << 30;
    private static final long ROW_GROUP_BYTES = 128L << 20;
    private static final int MAX_INPUTS = 5_000;

    public CompactorConfig {
        if (rowGroupBytes <= 0) {
            throw new IllegalArgumentException("row group size is " + rowGroupBytes + " bytes; it should be positive");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; 1 is the least");
        }
    }

    /** Files of 1 GiB, row groups of 128 MiB, one thread, no grace period, all partitions, every value verified. */
    public static CompactorConfig defaults() {
        return new CompactorConfig(
                new PlanOptions(TARGET_BYTES, 2, MAX_INPUTS, 0, PartitionFilter.ALL),
                ROW_GROUP_BYTES,
                ROW_GROUP_BYTES / 2,
                1,
                false,
                LeaseFile.Timing.DEFAULT,
                Verification.FULL);
    }

    public CompactorConfig withTargetBytes(long bytes) {
        return withPlan(new PlanOptions(bytes, plan.minInputs(), plan.maxInputs(), plan.graceMs(), plan.partitions()));
    }

    public CompactorConfig withGraceMs(long ms) {
        return withPlan(new PlanOptions(plan.targetBytes(), plan.minInputs(), plan.maxInputs(), ms, plan.partitions()));
    }

    public CompactorConfig withPartitions(PartitionFilter partitions) {
        return withPlan(
                new PlanOptions(plan.targetBytes(), plan.minInputs(), plan.maxInputs(), plan.graceMs(), partitions));
    }

    public CompactorConfig withPlan(PlanOptions options) {
        return new CompactorConfig(options, rowGroupBytes, minRowGroupBytes, threads, dryRun, lease, verification);
    }

    public CompactorConfig withRowGroupBytes(long bytes) {
        return new CompactorConfig(plan, bytes, minRowGroupBytes, threads, dryRun, lease, verification);
    }

    public CompactorConfig withMinRowGroupBytes(long bytes) {
        return new CompactorConfig(plan, rowGroupBytes, bytes, threads, dryRun, lease, verification);
    }

    public CompactorConfig withThreads(int count) {
        return new CompactorConfig(plan, rowGroupBytes, minRowGroupBytes, count, dryRun, lease, verification);
    }

    public CompactorConfig asDryRun() {
        return new CompactorConfig(plan, rowGroupBytes, minRowGroupBytes, threads, true, lease, verification);
    }

    public CompactorConfig withVerification(Verification howMuch) {
        return new CompactorConfig(plan, rowGroupBytes, minRowGroupBytes, threads, dryRun, lease, howMuch);
    }

    public CompactorConfig withLease(LeaseFile.Timing timing) {
        return new CompactorConfig(plan, rowGroupBytes, minRowGroupBytes, threads, dryRun, timing, verification);
    }
}
