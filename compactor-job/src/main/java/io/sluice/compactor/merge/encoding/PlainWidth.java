/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.encoding;

import org.apache.parquet.schema.PrimitiveType;

/** How long a PLAIN value of a type is. */
public final class PlainWidth {

    /** Four bytes of length, then so many bytes. */
    public static final int VARIABLE = -1;

    /** A bit. */
    public static final int BIT = 0;

    private static final int INT96_BYTES = 12;

    private PlainWidth() {}

    /** Bytes of a value, or one of the constants. */
    public static int of(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96 -> INT96_BYTES;
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            case BINARY -> VARIABLE;
            case BOOLEAN -> BIT;
        };
    }
}
