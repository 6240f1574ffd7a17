/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Where the entries of one output column come from, for one input schema. */
public sealed interface ColumnSource {

    /** A definition level of the input that the output cannot express: a null where nulls are not allowed. */
    int NOT_ALLOWED = -1;

    /**
     * From a column of the input. Repetition levels stay as they are.
     *
     * @param to column of the output
     * @param definition output level by input level; {@link #NOT_ALLOWED} where the output has no such null
     */
    record Copied(ColumnDescriptor from, ColumnDescriptor to, LevelMap definition, Promotion promotion)
            implements ColumnSource {

        /** Whether values are written as another type. */
        public boolean widens() {
            return promotion != Promotion.NONE;
        }
    }

    /**
     * From nothing: the input lacks the column. Each value of the nearest group that both have gets {@code stripe}; where
     * the group itself is null or its list empty, the output says so at the same place.
     *
     * @param driver a column of the input below that group, read for its levels only; null if the group is the record
     *     itself, which is there once a row
     * @param groupDefinition input level from which on the group is there
     * @param groupRepetition of the group in the input: entries that repeat deeper are the driver's own, and skipped
     * @param definition output level by input level, for entries where the group is absent
     * @param stripe entries of the default value; never empty
     */
    record Filled(
            @Nullable ColumnDescriptor driver,
            int groupDefinition,
            int groupRepetition,
            LevelMap definition,
            List<StripeEntry> stripe)
            implements ColumnSource {

        public Filled {
            stripe = List.copyOf(stripe);
        }
    }

    /**
     * One entry of a column: levels, and a value if the definition level is the column's highest.
     *
     * @param repetition of the second entry and later; the first takes the level of the group it stands for
     * @param value Integer, Long, Float, Double, Boolean or {@link Binary}
     */
    record StripeEntry(
            int repetition, int definition, @Nullable Object value) {}

    /** A table from definition levels of the input to those of the output. Immutable. */
    final class LevelMap {

        private final int[] output;

        LevelMap(int[] output) {
            this.output = output.clone();
        }

        public int get(int level) {
            return output[level];
        }

        /** Whether each level stays as it is. */
        public boolean isIdentity() {
            for (int level = 0; level < output.length; level++) {
                if (output[level] != level) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return java.util.Arrays.toString(output);
        }
    }
}
