/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How a row of a schema is written down: the columns in schema order, each with its entries.
 *
 * <pre>
 * column of one entry a row:  [definition level, if it is not required] [value, if there is one]
 * column that repeats:        ([repetition level] [definition level] [value, if there is one])*  0xFF
 * value:                      4 or 8 bytes, 1 for a boolean; bytes behind their number (4 bytes); big-endian
 * </pre>
 *
 * Two rows are the same if and only if these bytes are. Immutable.
 */
final class RowLayout {

    /** In the place of a repetition level: the column has no more entries in this row. */
    static final int END = 0xFF;

    private static final int MOST_NAMED = 20;

    private final List<ColumnDescriptor> columns;

    /**
     * Of a schema.
     *
     * @throws SchemaMismatchException if it is nested more than 254 levels deep
     */
    RowLayout(MessageType schema) {
        this(schema.getColumns());
    }

    /** Of some columns only. */
    RowLayout(List<ColumnDescriptor> columns) {
        this.columns = List.copyOf(columns);
        for (ColumnDescriptor column : columns) {
            if (column.getMaxDefinitionLevel() >= END || column.getMaxRepetitionLevel() >= END) {
                throw new SchemaMismatchException("column '" + path(column) + "' is nested too deep to be sorted");
            }
        }
    }

    static String path(ColumnDescriptor column) {
        return String.join(".", column.getPath());
    }

    int columns() {
        return columns.size();
    }

    ColumnDescriptor column(int leaf) {
        return columns.get(leaf);
    }

    boolean repeats(int leaf) {
        return columns.get(leaf).getMaxRepetitionLevel() > 0;
    }

    /**
     * The number of a column that rows can be ordered by.
     *
     * @throws SchemaMismatchException if there is none of that name, or it can have several values in a row
     */
    int leaf(String path) {
        for (int leaf = 0; leaf < columns.size(); leaf++) {
            if (path(columns.get(leaf)).equals(path)) {
                if (repeats(leaf)) {
                    throw new SchemaMismatchException(
                            "rows cannot be ordered by '" + path + "': it can have several values in a row");
                }
                return leaf;
            }
        }
        List<String> names =
                columns.stream().limit(MOST_NAMED).map(RowLayout::path).toList();
        throw new SchemaMismatchException("there is no column '" + path + "' to order rows by; there are "
                + String.join(", ", names) + (columns.size() > MOST_NAMED ? " and more" : ""));
    }

    /** Where the column behind {@code leaf} begins, of one that begins at {@code position}. */
    int next(byte[] row, int position, int leaf) {
        ColumnDescriptor column = columns.get(leaf);
        if (!repeats(leaf)) {
            return entryEnd(row, position, column);
        }
        int at = position;
        while ((row[at] & 0xFF) != END) {
            at = entryEnd(row, at + 1, column);
        }
        return at + 1;
    }

    /** Behind an entry whose definition level, if there is one, is at {@code position}. */
    private static int entryEnd(byte[] row, int position, ColumnDescriptor column) {
        int max = column.getMaxDefinitionLevel();
        if (max == 0) {
            return valueEnd(row, position, column);
        }
        boolean there = (row[position] & 0xFF) == max;
        return there ? valueEnd(row, position + 1, column) : position + 1;
    }

    private static int valueEnd(byte[] row, int position, ColumnDescriptor column) {
        return position
                + switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                    case BOOLEAN -> 1;
                    case INT32, FLOAT -> Integer.BYTES;
                    case INT64, DOUBLE -> Long.BYTES;
                    case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> Integer.BYTES + RowBytes.intAt(row, position);
                };
    }

    /** Where the value of a column that does not repeat is, if the column begins at {@code position}; -1 for a null. */
    int value(byte[] row, int position, int leaf) {
        int max = columns.get(leaf).getMaxDefinitionLevel();
        if (max == 0) {
            return position;
        }
        return (row[position] & 0xFF) == max ? position + 1 : -1;
    }

    PrimitiveTypeName type(int leaf) {
        return columns.get(leaf).getPrimitiveType().getPrimitiveTypeName();
    }
}
