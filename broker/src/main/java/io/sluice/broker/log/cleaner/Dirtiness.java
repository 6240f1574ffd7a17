/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

/**
 * How much of a log waits to be cleaned.
 *
 * @param firstDirtyOffset below it one record of each key is left
 * @param endOffset exclusive: up to where it can be cleaned now, at the end of a segment
 * @param cleanBytes of the segments below {@code firstDirtyOffset}
 * @param dirtyBytes of those between the two
 * @param overdue whether a record has waited for longer than {@code max.compaction.lag.ms}
 */
public record Dirtiness(long firstDirtyOffset, long endOffset, long cleanBytes, long dirtyBytes, boolean overdue) {

    public double ratio() {
        long all = cleanBytes + dirtyBytes;
        return all == 0 ? 0 : (double) dirtyBytes / all;
    }

    boolean isWorthwhile(double minRatio) {
        return dirtyBytes > 0 && (overdue || ratio() > minRatio);
    }
}
