/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.jspecify.annotations.Nullable;

/**
 * Readers of what has no parts. One class for all: where it is known to be one of these, the call is no call through an
 * interface that has many implementations, which costs as much as most of these values do.
 */
enum SimpleReader implements ValueReader {
    NULL(0),
    BOOLEAN(1),
    INT(2),
    LONG(3),
    FLOAT(4),
    DOUBLE(5),
    STRING(6),
    BYTES(7);

    /** What {@link #read(int, AvroInput)} knows it by; less than {@link #CODES}. */
    final int code;

    static final int CODES = 8;

    SimpleReader(int code) {
        this.code = code;
    }

    @Override
    public @Nullable Object read(AvroInput in) {
        return read(code, in);
    }

    /** As {@link #read(AvroInput)} of the reader with this code: no object has to be looked at to know what to do. */
    static @Nullable Object read(int code, AvroInput in) {
        return switch (code) {
            case 0 -> null;
            case 1 -> in.readBoolean();
            case 2 -> in.readInt();
            case 3 -> in.readLong();
            case 4 -> in.readFloat();
            case 5 -> in.readDouble();
            case 6 -> in.readString();
            case 7 -> in.readBytes();
            default -> throw new IllegalArgumentException("no simple type has the code " + code);
        };
    }
}
