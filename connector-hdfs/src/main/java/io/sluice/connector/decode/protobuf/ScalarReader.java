/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Readers of what has no parts. One class for all: where it is known to be one of these, the call is no call through an
 * interface that has many implementations, which costs as much as most of these values do.
 */
enum ScalarReader implements ValueReader {
    INT32,
    SINT32,
    SFIXED32,
    UINT32,
    FIXED32,
    INT64,
    SINT64,
    SFIXED64,
    UINT64,
    FIXED64,
    FLOAT,
    DOUBLE,
    BOOL,
    STRING,
    BYTES;

    @Override
    public Object read(WireInput in) {
        return switch (this) {
            case INT32 -> in.varint32();
            case SINT32 -> CodedInputStream.decodeZigZag32(in.varint32());
            case SFIXED32 -> in.fixed32();
            case UINT32 -> Integer.toUnsignedLong(in.varint32());
            case FIXED32 -> Integer.toUnsignedLong(in.fixed32());
            case INT64 -> in.varint();
            case SINT64 -> CodedInputStream.decodeZigZag64(in.varint());
            case SFIXED64 -> in.fixed64();
            case UINT64 -> decimal(in.varint());
            case FIXED64 -> decimal(in.fixed64());
            case FLOAT -> Float.intBitsToFloat(in.fixed32());
            case DOUBLE -> Double.longBitsToDouble(in.fixed64());
            case BOOL -> in.varint() != 0;
            case STRING -> in.text();
            case BYTES -> in.buffer();
        };
    }

    /** Half of the values would be negative in a long. */
    static ByteBuffer decimal(long unsigned) {
        BigInteger value = BigInteger.valueOf(unsigned);
        return ByteBuffer.wrap((unsigned < 0 ? value.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : value).toByteArray());
    }
}
