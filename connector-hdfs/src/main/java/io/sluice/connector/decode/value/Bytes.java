/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.sink.SinkRecord;

/** A value that should be bytes, or text. */
public final class Bytes {

    private static final char REPLACEMENT = '\uFFFD';

    private Bytes() {}

    /** The bytes of a value as ByteArrayConverter or StringConverter hands it over. */
    public static byte[] of(SinkRecord record) {
        Object value = record.value();
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw notBytes(value);
    }

    /**
     * The text of a value.
     *
     * @throws BadValueException if its bytes are not UTF-8: a replacement character would be data that nobody sent
     */
    public static String utf8(SinkRecord record) {
        if (record.value() instanceof String text) {
            return text;
        }
        byte[] bytes = of(record);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new BadValueException(
                        "expected text in UTF-8, found other bytes: " + BadValueException.brief(text), e);
            }
        }
        return text;
    }

    private static BadValueException notBytes(Object value) {
        return new BadValueException("expected bytes, found " + BadValueException.brief(value)
                + "; set value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
    }
}
