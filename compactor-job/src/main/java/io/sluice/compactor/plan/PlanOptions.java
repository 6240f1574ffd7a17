/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/**
 * What a plan aims at. Immutable; begin with the short constructor and change what is to be different.
 *
 * @param targetBytes of a merged file; files of three quarters of it and more are left alone
 * @param targetRows of a merged file, likewise: whichever is reached first
 * @param minInputs fewer are not worth a merge; 2 or more
 * @param maxInputs of one merge: an HDFS file has at most 10,000 blocks, and keeps those of its sources for a while
 * @param graceMs files that changed later than so long ago are left alone
 * @param minRowGroupBytes files all of whose row groups are as large are joined as they are, where the file system can
 */
public record PlanOptions(
        long targetBytes,
        long targetRows,
        int minInputs,
        int maxInputs,
        long graceMs,
        long minRowGroupBytes,
        PartitionChoice partitions,
        RunLimits limits) {

    public PlanOptions {
        if (targetBytes <= 0) {
            throw new IllegalArgumentException("target size is " + targetBytes + " bytes; it should be positive");
        }
        if (targetRows <= 0) {
            throw new IllegalArgumentException("target rows is " + targetRows + "; it should be positive");
        }
        if (minInputs < 2 || maxInputs < minInputs) {
            throw new IllegalArgumentException(
                    "a merge of " + minInputs + " to " + maxInputs + " files: 2 is the least");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("grace is " + graceMs + " ms; it should not be negative");
        }
    }

    /** Rows do not matter, every row group is copied, and a run has no limits. */
    public PlanOptions(long targetBytes, int minInputs, int maxInputs, long graceMs, PartitionFilter filter) {
        this(
                targetBytes,
                Long.MAX_VALUE,
                minInputs,
                maxInputs,
                graceMs,
                Long.MAX_VALUE,
                new PartitionChoice(filter, 0, 0),
                RunLimits.NONE);
    }

    public PlanOptions withTarget(long bytes, long rows) {
        return new PlanOptions(bytes, rows, minInputs, maxInputs, graceMs, minRowGroupBytes, partitions, limits);
    }

    public PlanOptions withInputs(int min, int max) {
        return new PlanOptions(targetBytes, targetRows, min, max, graceMs, minRowGroupBytes, partitions, limits);
    }

    public PlanOptions withGraceMs(long ms) {
        return new PlanOptions(targetBytes, targetRows, minInputs, maxInputs, ms, minRowGroupBytes, partitions, limits);
    }

    public PlanOptions withMinRowGroupBytes(long bytes) {
        return new PlanOptions(targetBytes, targetRows, minInputs, maxInputs, graceMs, bytes, partitions, limits);
    }

    public PlanOptions withPartitions(PartitionChoice choice) {
        return new PlanOptions(
                targetBytes, targetRows, minInputs, maxInputs, graceMs, minRowGroupBytes, choice, limits);
    }

    public PlanOptions withLimits(RunLimits ofRun) {
        return new PlanOptions(
                targetBytes, targetRows, minInputs, maxInputs, graceMs, minRowGroupBytes, partitions, ofRun);
    }

    /** From this weight on a file is right as it is. */
    long rightBytes() {
        return targetBytes - targetBytes / 4;
    }

    /** From so many rows on a file is right as it is. */
    long rightRows() {
        return targetRows - targetRows / 4;
    }
}
