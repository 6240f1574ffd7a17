/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/**
 * What a plan aims at.
 *
 * @param targetBytes of a merged file; files of three quarters of it and more are left alone
 * @param minInputs fewer are not worth a merge; 2 or more
 * @param maxInputs of one merge: an HDFS file has at most 10,000 blocks, and keeps those of its sources for a while
 * @param graceMs files that changed later than so long ago are left alone
 */
public record PlanOptions(long targetBytes, int minInputs, int maxInputs, long graceMs, PartitionFilter partitions) {

    public PlanOptions {
        if (targetBytes <= 0) {
            throw new IllegalArgumentException("target size is " + targetBytes + " bytes; it should be positive");
        }
        if (minInputs < 2 || maxInputs < minInputs) {
            throw new IllegalArgumentException(
                    "a merge of " + minInputs + " to " + maxInputs + " files: 2 is the least");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("grace is " + graceMs + " ms; it should not be negative");
        }
    }

    /** From this weight on a file is right as it is. */
    long rightBytes() {
        return targetBytes - targetBytes / 4;
    }
}
