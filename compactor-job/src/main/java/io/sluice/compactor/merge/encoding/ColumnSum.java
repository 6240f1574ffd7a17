/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.util.Locale;

/**
 * What is known about a column of a file without its values.
 *
 * @param entries values and nulls, those of empty lists too
 * @param nulls entries without a value, of those that were read
 * @param checksum of values, nulls and nesting, in order: see {@link ColumnChecksum}
 * @param copies the same of the bytes of pages that were not read; 0 if there are none
 */
public record ColumnSum(long entries, long nulls, long checksum, long copies) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d entries, %d null, checksum %016x, of copies %016x", entries, nulls, checksum, copies);
    }
}
