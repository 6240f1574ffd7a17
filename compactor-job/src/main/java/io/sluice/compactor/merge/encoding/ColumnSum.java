/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import java.util.Locale;

/**
 * What is known about a column of a file without its values.
 *
 * @param entries values and nulls, those of empty lists too
 * @param nulls entries without a value
 * @param checksum of values, nulls and nesting, in order: see {@link ColumnChecksum}
 */
public record ColumnSum(long entries, long nulls, long checksum) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d entries, %d null, checksum %016x", entries, nulls, checksum);
    }
}
