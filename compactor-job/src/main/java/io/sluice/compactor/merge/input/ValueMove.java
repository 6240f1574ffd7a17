/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.encoding.ExactChange;
import io.sluice.compactor.merge.mapping.Promotion;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Moves the value under a column reader into a chunk, as it is or widened: one of these per type, chosen once a chunk. */
@FunctionalInterface
interface ValueMove {

    void move(ColumnReader from, ChunkEntries to, int repetition, int definition);

    static ValueMove of(PrimitiveType from, PrimitiveType to, Promotion promotion) {
        return switch (promotion) {
            case NONE -> asIs(from.getPrimitiveTypeName());
            case INT_TO_LONG, UNSIGNED_INT_TO_LONG, INT_TIMES_THOUSAND, INT_TIMES_MILLION ->
                (in, out, r, d) -> out.add(ExactChange.number(in.getInteger(), promotion), r, d);
            case LONG_TIMES_THOUSAND, LONG_TIMES_MILLION ->
                (in, out, r, d) -> out.add(ExactChange.number(in.getLong(), promotion), r, d);
            case INT96_TO_MICROS, INT96_TO_NANOS ->
                (in, out, r, d) -> out.add(ExactChange.instant(in.getBinary().getBytesUnsafe(), 0, promotion), r, d);
            case TO_FIXED_DECIMAL -> decimal(from.getPrimitiveTypeName(), to.getTypeLength());
            case INT_TO_FLOAT -> (in, out, r, d) -> out.add((float) in.getInteger(), r, d);
            case INT_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getInteger(), r, d);
            case LONG_TO_FLOAT -> (in, out, r, d) -> out.add((float) in.getLong(), r, d);
            case LONG_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getLong(), r, d);
            case FLOAT_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getFloat(), r, d);
        };
    }

    private static ValueMove decimal(PrimitiveTypeName from, int width) {
        return switch (from) {
            case INT32 -> (in, out, r, d) -> out.add(decimal(in.getInteger(), width), r, d);
            case INT64 -> (in, out, r, d) -> out.add(decimal(in.getLong(), width), r, d);
            default -> (in, out, r, d) -> out.add(decimal(in.getBinary().getBytesUnsafe(), width), r, d);
        };
    }

    private static Binary decimal(long value, int width) {
        byte[] bytes = new byte[width];
        ExactChange.bytes(value, bytes, 0, width);
        return Binary.fromConstantByteArray(bytes);
    }

    private static Binary decimal(byte[] value, int width) {
        byte[] bytes = new byte[width];
        ExactChange.bytes(value, 0, value.length, bytes, 0, width);
        return Binary.fromConstantByteArray(bytes);
    }

    private static ValueMove asIs(PrimitiveTypeName type) {
        return switch (type) {
            case INT32 -> (in, out, r, d) -> out.add(in.getInteger(), r, d);
            case INT64 -> (in, out, r, d) -> out.add(in.getLong(), r, d);
            case FLOAT -> (in, out, r, d) -> out.add(in.getFloat(), r, d);
            case DOUBLE -> (in, out, r, d) -> out.add(in.getDouble(), r, d);
            case BOOLEAN -> (in, out, r, d) -> out.add(in.getBoolean(), r, d);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> (in, out, r, d) -> out.add(in.getBinary(), r, d);
        };
    }

    /** A value that is known beforehand: Integer, Long, Float, Double, Boolean or Binary. */
    static void constant(Object value, ChunkEntries to, int repetition, int definition) {
        if (value instanceof Integer number) {
            to.add(number.intValue(), repetition, definition);
        } else if (value instanceof Long number) {
            to.add(number.longValue(), repetition, definition);
        } else if (value instanceof Float number) {
            to.add(number.floatValue(), repetition, definition);
        } else if (value instanceof Double number) {
            to.add(number.doubleValue(), repetition, definition);
        } else if (value instanceof Boolean flag) {
            to.add(flag.booleanValue(), repetition, definition);
        } else {
            to.add((Binary) value, repetition, definition);
        }
    }
}
