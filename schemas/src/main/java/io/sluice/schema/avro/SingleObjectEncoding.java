/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Avro's single-object encoding: the bytes C3 01, the CRC-64-AVRO fingerprint of the schema in eight bytes
 * little-endian, the record in Avro's binary encoding. The fingerprint is that of the parsing canonical form, which has
 * no defaults and no logical types.
 */
public final class SingleObjectEncoding {

    /** Bytes before the record. */
    public static final int HEADER_BYTES = 10;

    private static final byte FIRST = (byte) 0xC3;
    private static final byte SECOND = 1;

    private SingleObjectEncoding() {}

    /** Whether a value begins as this encoding does; another's may as well, by chance. */
    public static boolean begins(byte[] value) {
        return value.length >= HEADER_BYTES && value[0] == FIRST && value[1] == SECOND;
    }

    /** The fingerprint that a value names, which {@link #begins} in this encoding. */
    public static long fingerprint(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    public static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    /** Puts a frame around a record. */
    public static byte[] frame(Schema schema, byte[] record) {
        return ByteBuffer.allocate(HEADER_BYTES + record.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(FIRST)
                .put(SECOND)
                .putLong(fingerprint(schema))
                .put(record)
                .array();
    }
}
