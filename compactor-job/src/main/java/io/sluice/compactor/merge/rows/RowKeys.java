/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.util.List;

/** Makes keys of rows: bytes that come, compared one by one and without a sign, in the order of the rows. */
interface RowKeys {

    /** Appends the key of a row that begins at {@code offset}. */
    void put(byte[] row, int offset, RowBytes key);

    /** Keys of the order of these columns. */
    static RowKeys of(RowLayout layout, List<SortColumn> columns) {
        return new OfColumns(layout, columns);
    }

    /** The keys of the columns, one behind the other: none is the beginning of another. */
    final class OfColumns implements RowKeys {

        private static final int NULL_FIRST = 0;
        private static final int VALUE = 1;
        private static final int NULL_LAST = 2;

        private final RowLayout layout;
        private final List<SortColumn> columns;
        private final int[] leaves;
        private final ValueOrder[] orders;
        private final int[] positions;
        private final int last;

        private OfColumns(RowLayout layout, List<SortColumn> columns) {
            this.layout = layout;
            this.columns = columns;
            this.leaves = columns.stream().mapToInt(c -> layout.leaf(c.path())).toArray();
            this.orders = new ValueOrder[leaves.length];
            int highest = -1;
            for (int i = 0; i < leaves.length; i++) {
                orders[i] = ValueOrder.of(layout.column(leaves[i]));
                highest = Math.max(highest, leaves[i]);
            }
            this.last = highest;
            this.positions = new int[highest + 1];
        }

        @Override
        public void put(byte[] row, int offset, RowBytes key) {
            int at = offset;
            for (int leaf = 0; leaf <= last; leaf++) {
                positions[leaf] = at;
                at = layout.next(row, at, leaf);
            }
            for (int i = 0; i < leaves.length; i++) {
                putColumn(row, i, key);
            }
        }

        private void putColumn(byte[] row, int column, RowBytes key) {
            int leaf = leaves[column];
            int value = layout.value(row, positions[leaf], leaf);
            if (value < 0) {
                key.putByte(columns.get(column).nullsFirst() ? NULL_FIRST : NULL_LAST);
                return;
            }
            key.putByte(VALUE);
            int start = key.length();
            orders[column].put(row, value, key);
            if (columns.get(column).descending()) {
                byte[] bytes = key.array();
                for (int i = start; i < key.length(); i++) {
                    bytes[i] = (byte) ~bytes[i];
                }
            }
        }
    }
}
