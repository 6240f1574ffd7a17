/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A value that should be bytes, or text. */
public final class Bytes {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Bytes() {}

    /** The bytes of a value as ByteArrayConverter or StringConverter hands it over. */
    public static byte[] of(SinkRecord record) {
        return bytes(record.value()).orElseThrow(() -> notBytes(record.value()));
    }

    /**
     * The text of a value, without a byte order mark in front of it.
     *
     * @throws BadValueException if its bytes are not UTF-8: a replacement character would be data that nobody sent
     */
    public static String utf8(SinkRecord record) {
        if (record.value() instanceof String text) {
            return withoutMark(text);
        }
        byte[] bytes = of(record);
        return utf8(bytes)
                .map(Bytes::withoutMark)
                .orElseThrow(() -> new BadValueException("expected text in UTF-8, found other bytes: "
                        + BadValueException.brief(new String(bytes, StandardCharsets.UTF_8))));
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** The bytes of something; empty if it is neither bytes nor text. */
    public static Optional<byte[]> bytes(@Nullable Object something) {
        if (something instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        if (something instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Optional.of(bytes);
        }
        if (something instanceof String text) {
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    /** The text of something; empty if it is neither text nor the bytes of one. */
    public static Optional<String> text(@Nullable Object something) {
        return something instanceof String text
                ? Optional.of(text)
                : bytes(something).flatMap(Bytes::utf8);
    }

    private static Optional<String> utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return Optional.of(text);
        }
        // It may have been sent.
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static BadValueException notBytes(@Nullable Object value) {
        return new BadValueException("expected bytes, found " + BadValueException.brief(value)
                + "; set value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
    }
}
