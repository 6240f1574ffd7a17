/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.util.List;
import java.util.stream.Collectors;

/** In which order rows shall stand in a merged file. */
public sealed interface RowOrder {

    List<SortColumn> columns();

    /** By the first column; where it is equal by the second, and so on; where all are equal as they were. */
    record Linear(List<SortColumn> columns) implements RowOrder {

        public Linear {
            columns = requireSome(columns);
        }

        @Override
        public String toString() {
            return "sorted by " + words(columns);
        }
    }

    /**
     * Along a Z-order curve through the ranks of some columns' values: rows that are near in any of them stand near one
     * another, so that page indexes help a query by any of them. Directions and nulls are of no concern: nulls come first.
     */
    record ZOrder(List<SortColumn> columns) implements RowOrder {

        public ZOrder {
            columns = requireSome(columns);
        }

        /** By columns, in any direction. */
        public static ZOrder by(List<String> paths) {
            return new ZOrder(paths.stream().map(SortColumn::ascending).toList());
        }

        @Override
        public String toString() {
            return "along a Z-order curve of " + words(columns);
        }
    }

    private static List<SortColumn> requireSome(List<SortColumn> columns) {
        if (columns.isEmpty()
                || columns.stream().map(SortColumn::path).distinct().count() < columns.size()) {
            throw new IllegalArgumentException("no columns to sort by, or one of them twice: " + columns);
        }
        return List.copyOf(columns);
    }

    private static String words(List<SortColumn> columns) {
        return columns.stream().map(SortColumn::toString).collect(Collectors.joining(", "));
    }
}
