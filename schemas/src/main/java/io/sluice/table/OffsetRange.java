/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

/**
 * Records of one topic partition that a data file holds. Ranges of different files of one commit may interleave (one
 * file per output partition), so {@code rows} can be less than the distance.
 *
 * @param first offset, inclusive
 * @param last offset, inclusive
 * @param rows records in the file
 */
public record OffsetRange(String topic, int partition, long first, long last, long rows) {

    public OffsetRange {
        if (first < 0 || last < first || rows < 0 || rows > last - first + 1) {
            throw new IllegalArgumentException(
                    topic + "-" + partition + ": " + rows + " rows at offsets " + first + " to " + last);
        }
    }
}
