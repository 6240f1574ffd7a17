/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.compactor.merge.mapping.Promotion;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Moves the value under a column reader into a chunk, as it is or widened: one of these per type, chosen once a chunk. */
@FunctionalInterface
interface ValueMove {

    void move(ColumnReader from, ChunkEntries to, int repetition, int definition);

    static ValueMove of(PrimitiveTypeName from, Promotion promotion) {
        return switch (promotion) {
            case NONE -> asIs(from);
            case INT_TO_LONG -> (in, out, r, d) -> out.add((long) in.getInteger(), r, d);
            case INT_TO_FLOAT -> (in, out, r, d) -> out.add((float) in.getInteger(), r, d);
            case INT_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getInteger(), r, d);
            case LONG_TO_FLOAT -> (in, out, r, d) -> out.add((float) in.getLong(), r, d);
            case LONG_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getLong(), r, d);
            case FLOAT_TO_DOUBLE -> (in, out, r, d) -> out.add((double) in.getFloat(), r, d);
        };
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
