/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;

/**
 * The dictionaries of a table's columns, from one file to the next: a file's begins with the values of the one before, in
 * its order, and what is new follows. A merge of such files copies pages of ids as they are, for the dictionary of each is
 * a prefix of the next one's (the compactor's {@code merge/splice}).
 *
 * <p>Only for columns with few values: a column whose dictionary came to be larger than {@value #MOST_COLUMN_BYTES} bytes
 * is given up, and beyond {@value #MOST_BYTES} bytes in all no column is added. What is kept is lost with the process,
 * and files that are converted again after a crash may have other dictionaries: of the same rows, which is all that is
 * promised of a file before its manifest is written.
 *
 * <p>Thread-safe. Of files that are written at the same time, the first to end whose dictionary goes on from what is kept
 * is what later ones begin with.
 */
public final class StickyDictionaries {

    static final int MOST_COLUMN_BYTES = 64 << 10;
    static final int MOST_BYTES = 1 << 20;

    private final Map<Column, Values> columns = new HashMap<>();
    private int bytes;

    /** A column: its values are of another dictionary once it has become wider. */
    private record Column(String path, String type) {
        static Column of(ColumnDescriptor descriptor) {
            return new Column(
                    String.join(".", descriptor.getPath()),
                    descriptor.getPrimitiveType().getPrimitiveTypeName() + "-"
                            + descriptor.getPrimitiveType().getTypeLength());
        }
    }

    /**
     * Values in Parquet's plain encoding; of none, if the column was given up.
     *
     * @param plain to be left as it is
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Values(byte[] plain, int count) {

        static final Values GIVEN_UP = new Values(new byte[0], 0);

        private boolean isPrefixOf(byte[] other) {
            return plain.length <= other.length && Arrays.equals(plain, 0, plain.length, other, 0, plain.length);
        }
    }

    /**
     * What the dictionary of a column is to begin with; empty if with nothing. It takes the file no more than a byte for
     * each row, also if none of the values comes again, and a fraction of the first page, by which Parquet decides whether
     * ids take less than values.
     *
     * @param rows of the file
     */
    synchronized Optional<Values> of(ColumnDescriptor column, long rows) {
        long firstPage = Math.min(rows, ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT);
        return Optional.ofNullable(columns.get(Column.of(column)))
                .filter(known -> known.count > 0 && known.plain.length <= rows && 4L * known.count <= firstPage);
    }

    /** Whether a dictionary of this size may be kept: a larger one is to be given up, not copied. */
    static boolean mayKeep(long plainBytes) {
        return plainBytes <= MOST_COLUMN_BYTES;
    }

    /** Keeps the dictionary of a file, if it goes on from what is kept. */
    synchronized void keep(ColumnDescriptor column, byte[] plain, int count) {
        Column key = Column.of(column);
        Values known = columns.get(key);
        int before = known == null ? 0 : known.plain.length;
        boolean goesOn = known == null || (known.count > 0 && known.isPrefixOf(plain));
        if (goesOn && bytes - before + plain.length <= MOST_BYTES) {
            columns.put(key, new Values(plain, count));
            bytes += plain.length - before;
        }
    }

    /** The column has too many values, or too few rows have one. */
    synchronized void giveUp(ColumnDescriptor column) {
        Values known = columns.put(Column.of(column), Values.GIVEN_UP);
        bytes -= known == null ? 0 : known.plain.length;
    }
}
