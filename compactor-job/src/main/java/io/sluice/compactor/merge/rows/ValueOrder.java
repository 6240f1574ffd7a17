/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value so that bytes, compared one by one and without a sign, come in the order of the values: that of the
 * type's column order, -0 before 0, and NaN behind all numbers. No value's bytes are the beginning of another's.
 */
enum ValueOrder {
    SIGNED_INT,
    UNSIGNED_INT,
    SIGNED_LONG,
    UNSIGNED_LONG,
    FLOAT,
    DOUBLE,
    HALF,
    BOOLEAN,
    BYTES,
    DECIMAL_BYTES,
    INT96;

    private static final int ESCAPE = 0xFF;
    private static final int LONGEST_DECIMAL_BYTES = 127;
    private static final int JULIAN_DAY_AT = 8;

    /**
     * The order of a column.
     *
     * @throws SchemaMismatchException if its values have none
     */
    static ValueOrder of(ColumnDescriptor column) {
        PrimitiveType type = column.getPrimitiveType();
        @Nullable LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        boolean unsigned = logical instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        if (type.columnOrder().getColumnOrderName() == ColumnOrderName.UNDEFINED
                && type.getPrimitiveTypeName() != PrimitiveTypeName.INT96) {
            throw new SchemaMismatchException(
                    "rows cannot be ordered by '" + RowLayout.path(column) + "': values of " + type + " have no order");
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> unsigned ? UNSIGNED_INT : SIGNED_INT;
            case INT64 -> unsigned ? UNSIGNED_LONG : SIGNED_LONG;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            case INT96 -> INT96;
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                if (logical instanceof Float16LogicalTypeAnnotation) {
                    yield HALF;
                }
                yield logical instanceof DecimalLogicalTypeAnnotation ? DECIMAL_BYTES : BYTES;
            }
        };
    }

    /** Appends the value that a row has at {@code position}. */
    void put(byte[] row, int position, RowBytes key) {
        switch (this) {
            case SIGNED_INT -> key.putInt(RowBytes.intAt(row, position) ^ Integer.MIN_VALUE);
            case UNSIGNED_INT -> key.putInt(RowBytes.intAt(row, position));
            case SIGNED_LONG -> key.putLong(RowBytes.longAt(row, position) ^ Long.MIN_VALUE);
            case UNSIGNED_LONG -> key.putLong(RowBytes.longAt(row, position));
            case FLOAT -> key.putInt(ordered(RowBytes.intAt(row, position)));
            case DOUBLE -> key.putLong(ordered(RowBytes.longAt(row, position)));
            case HALF -> half(row, position + Integer.BYTES, key);
            case BOOLEAN -> key.putByte(row[position]);
            case BYTES -> bytes(row, position + Integer.BYTES, RowBytes.intAt(row, position), key);
            case DECIMAL_BYTES -> decimal(row, position + Integer.BYTES, RowBytes.intAt(row, position), key);
            case INT96 -> int96(row, position + Integer.BYTES, key);
        }
    }

    private static int ordered(int bits) {
        int canonical = Float.isNaN(Float.intBitsToFloat(bits)) ? Float.floatToIntBits(Float.NaN) : bits;
        return canonical < 0 ? ~canonical : canonical ^ Integer.MIN_VALUE;
    }

    private static long ordered(long bits) {
        long canonical = Double.isNaN(Double.longBitsToDouble(bits)) ? Double.doubleToLongBits(Double.NaN) : bits;
        return canonical < 0 ? ~canonical : canonical ^ Long.MIN_VALUE;
    }

    /** Two bytes, the lower first. */
    private static void half(byte[] row, int position, RowBytes key) {
        int bits = (row[position] & 0xFF) | (row[position + 1] & 0xFF) << Byte.SIZE;
        boolean nan = (bits & 0x7C00) == 0x7C00 && (bits & 0x3FF) != 0;
        int canonical = nan ? 0x7E00 : bits;
        int ordered = (canonical & 0x8000) != 0 ? ~canonical : canonical ^ 0x8000;
        key.putByte(ordered >>> Byte.SIZE);
        key.putByte(ordered);
    }

    /** A zero is followed by {@value #ESCAPE}; two zeros end it. */
    private static void bytes(byte[] row, int position, int length, RowBytes key) {
        int from = position;
        for (int at = position; at < position + length; at++) {
            if (row[at] == 0) {
                key.put(row, from, at + 1 - from);
                key.putByte(ESCAPE);
                from = at + 1;
            }
        }
        key.put(row, from, position + length - from);
        key.putByte(0);
        key.putByte(0);
    }

    /** A number in two's complement, of any length: how long it is without what only repeats its sign, and then that. */
    private static void decimal(byte[] row, int position, int length, RowBytes key) {
        int start = position;
        int end = position + length;
        boolean negative = length > 0 && row[start] < 0;
        int sign = negative ? -1 : 0;
        while (start < end - 1 && row[start] == sign && row[start + 1] < 0 == negative) {
            start++;
        }
        int needed = end - start;
        if (needed > LONGEST_DECIMAL_BYTES) {
            throw new IllegalArgumentException("a decimal of " + needed + " bytes cannot be sorted");
        }
        key.putByte(negative ? 0x7F - needed : 0x80 + needed);
        key.put(row, start, needed);
    }

    /** Nanoseconds of a day and the day, the lower bytes first. */
    private static void int96(byte[] row, int position, RowBytes key) {
        int day = Integer.reverseBytes(RowBytes.intAt(row, position + JULIAN_DAY_AT));
        key.putInt(day ^ Integer.MIN_VALUE);
        key.putLong(Long.reverseBytes(RowBytes.longAt(row, position)) ^ Long.MIN_VALUE);
    }
}
