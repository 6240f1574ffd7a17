/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The frame that Confluent's serializers put around a record: a zero byte, the schema id as four bytes big-endian, the
 * record in Avro's binary encoding.
 */
public final class ConfluentWireFormat {

    /** Bytes before the record. */
    public static final int HEADER_BYTES = 5;

    private static final byte MAGIC = 0;

    private ConfluentWireFormat() {}

    /**
     * The id of the schema the record was written with. The record starts at {@link #HEADER_BYTES}.
     *
     * @throws WireFormatException if the value has no such frame
     */
    public static int schemaId(byte[] value) {
        if (value.length < HEADER_BYTES) {
            throw new WireFormatException("not in Confluent's wire format: " + value.length
                    + " bytes, and the header alone has " + HEADER_BYTES);
        }
        if (value[0] != MAGIC) {
            throw new WireFormatException(String.format(
                    Locale.ROOT,
                    "not in Confluent's wire format: it begins with byte 0x%02x instead of 0x00%s",
                    value[0],
                    guess(value[0])));
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        if (id < 0) {
            throw new WireFormatException("not in Confluent's wire format: schema id " + id + " is negative");
        }
        return id;
    }

    private static String guess(byte first) {
        return switch (first) {
            case '{', '[' -> "; it looks like JSON";
            case 'O' -> "; it looks like an Avro container file";
            default -> "";
        };
    }

    /** Puts a frame around a record. */
    public static byte[] frame(int schemaId, byte[] record) {
        return ByteBuffer.allocate(HEADER_BYTES + record.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(record)
                .array();
    }
}
