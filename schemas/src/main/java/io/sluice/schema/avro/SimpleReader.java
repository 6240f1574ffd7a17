/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import org.jspecify.annotations.Nullable;

/**
 * Readers of what has no parts. One class for all: where it is known to be one of these, the call is no call through an
 * interface that has many implementations, which costs as much as most of these values do.
 */
enum SimpleReader implements ValueReader {
    NULL,
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BYTES;

    @Override
    public @Nullable Object read(AvroInput in) {
        return switch (this) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> in.readString();
            case BYTES -> in.readBytes();
        };
    }
}
