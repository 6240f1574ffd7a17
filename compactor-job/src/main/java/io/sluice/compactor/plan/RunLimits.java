/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/**
 * How much one run may do.
 *
 * @param budgetBytes of all files that it merges; what is above it waits for the next run
 * @param maxDeadRatio of all bytes of the table, how many may be dead; a merge that would leave more waits until some are
 *     reclaimed, unless they are few: no more than one merged file shall have
 */
public record RunLimits(long budgetBytes, double maxDeadRatio) {

    public static final RunLimits NONE = new RunLimits(Long.MAX_VALUE, 1);

    public RunLimits {
        if (budgetBytes <= 0) {
            throw new IllegalArgumentException("budget is " + budgetBytes + " bytes; it should be positive");
        }
        if (!(maxDeadRatio > 0 && maxDeadRatio <= 1)) {
            throw new IllegalArgumentException(
                    "the ratio of dead bytes is " + maxDeadRatio + "; it should be above 0 and at most 1");
        }
    }
}
