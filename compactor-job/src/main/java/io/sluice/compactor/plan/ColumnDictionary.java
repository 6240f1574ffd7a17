/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/**
 * The dictionaries of a column in one file, as far as an estimate needs them.
 *
 * @param column path of the column
 * @param bytes of its dictionary pages, compressed
 * @param values of the column, nulls among them
 * @param low lower bound of its values, in any order-preserving form
 * @param high upper bound, in the same form
 */
public record ColumnDictionary(String column, long bytes, long values, long low, long high) {

    /**
     * Whether another file of the same range will have the same dictionary: if each entry serves many values, the file has
     * seen all there are. Otherwise, more values bring more entries.
     */
    boolean saturated() {
        return bytes <= values;
    }
}
