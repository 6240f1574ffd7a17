/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;

/** What a {@link Resolution.Promoted} makes of a value that has been decoded, in Avro's generic form. */
public final class PromotedDatum {

    private PromotedDatum() {}

    /** Turns a value of the writer's type into one of the reader's; refuses what is not of the writer's type. */
    public static UnaryOperator<Object> of(Resolution.Promoted promoted) {
        Schema reader = promoted.reader();
        return switch (reader.getType()) {
            case LONG -> datum -> number(datum, reader).longValue();
            case FLOAT -> datum -> number(datum, reader).floatValue();
            case DOUBLE -> datum -> number(datum, reader).doubleValue();
            case BYTES -> datum -> ByteBuffer.wrap(datum.toString().getBytes(UTF_8));
            case STRING -> datum -> text(datum, reader);
            default -> throw new IllegalStateException("nothing is promoted to " + reader);
        };
    }

    private static Number number(Object datum, Schema reader) {
        if (datum instanceof Number number) {
            return number;
        }
        throw unexpected(datum, reader);
    }

    private static Utf8 text(Object datum, Schema reader) {
        if (datum instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new Utf8(bytes);
        }
        throw unexpected(datum, reader);
    }

    private static IllegalArgumentException unexpected(Object datum, Schema reader) {
        return new IllegalArgumentException("a value that cannot become " + TypeNames.of(reader) + ": "
                + datum.getClass().getName());
    }
}
