/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Messages of {@code google.protobuf} that stand for one value. */
final class WellKnownTypes {

    private static final int SECONDS = 1 << 3;
    private static final int NANOS = 2 << 3;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    /** From the year 1 to 9999, as timestamp.proto has it. */
    private static final long MIN_TIMESTAMP_SECONDS = -62_135_596_800L;

    private static final long MAX_TIMESTAMP_SECONDS = 253_402_300_799L;

    /** About 10,000 years, as duration.proto has it. */
    private static final long MAX_DURATION_SECONDS = 315_576_000_000L;

    private WellKnownTypes() {}

    /** Null for a message that is a record. */
    static @Nullable ElementType of(Descriptor message) {
        return switch (message.getFullName()) {
            case "google.protobuf.Timestamp" ->
                value(
                        LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)),
                        WellKnownTypes::timestamp,
                        0L);
            case "google.protobuf.Duration" -> value(Schema.create(Schema.Type.LONG), WellKnownTypes::duration, 0L);
            case "google.protobuf.Struct" -> json(bytes -> StructText.of(Struct.parseFrom(bytes)), "{}");
            case "google.protobuf.ListValue" -> json(bytes -> StructText.of(ListValue.parseFrom(bytes)), "[]");
            case "google.protobuf.Value" -> json(bytes -> StructText.of(Value.parseFrom(bytes)), "null");
            case "google.protobuf.DoubleValue",
                    "google.protobuf.FloatValue",
                    "google.protobuf.Int64Value",
                    "google.protobuf.UInt64Value",
                    "google.protobuf.Int32Value",
                    "google.protobuf.UInt32Value",
                    "google.protobuf.BoolValue",
                    "google.protobuf.StringValue",
                    "google.protobuf.BytesValue" -> wrapper(message.getFields().get(0));
            default -> null;
        };
    }

    private static ElementType value(Schema schema, ValueReader reader, Object zero) {
        return ElementType.scalar(schema, WIRETYPE_LENGTH_DELIMITED, reader, zero, zero);
    }

    private static ElementType wrapper(FieldDescriptor wrapped) {
        ElementType type = ScalarTypes.of(wrapped);
        int valueTag = (wrapped.getNumber() << 3) | type.wireType();
        ValueReader reader = in -> {
            Object value = type.zero().get();
            int outer = in.enter();
            while (!in.atEnd()) {
                int tag = in.tag();
                if (tag == valueTag) {
                    value = type.reader().read(in);
                } else {
                    in.skip(tag);
                }
            }
            in.leave(outer);
            return value;
        };
        return new ElementType(type.schema(), WIRETYPE_LENGTH_DELIMITED, reader, type.zero(), type.avroZero());
    }

    private static Object timestamp(WireInput in) {
        Instant at = instant(in);
        if (at.seconds < MIN_TIMESTAMP_SECONDS
                || at.seconds > MAX_TIMESTAMP_SECONDS
                || at.nanos < 0
                || at.nanos >= NANOS_PER_SECOND) {
            throw new WireFault("expected a timestamp of the years 1 to 9999 with 0 to 999999999 ns, found "
                    + at.seconds + " s and " + at.nanos + " ns since 1970");
        }
        return at.micros();
    }

    private static Object duration(WireInput in) {
        Instant length = instant(in);
        if (length.seconds < -MAX_DURATION_SECONDS
                || length.seconds > MAX_DURATION_SECONDS
                || length.nanos <= -NANOS_PER_SECOND
                || length.nanos >= NANOS_PER_SECOND
                || Long.signum(length.seconds) * Integer.signum(length.nanos) < 0) {
            throw new WireFault("expected a duration within 10000 years, seconds and ns of one sign, found "
                    + length.seconds + " s and " + length.nanos + " ns");
        }
        return length.micros();
    }

    private record Instant(long seconds, int nanos) {
        long micros() {
            return seconds * 1_000_000 + nanos / 1000;
        }
    }

    private static Instant instant(WireInput in) {
        long seconds = 0;
        int nanos = 0;
        int outer = in.enter();
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag == SECONDS) {
                seconds = in.varint();
            } else if (tag == NANOS) {
                nanos = in.varint32();
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return new Instant(seconds, nanos);
    }

    private interface ToJson {
        String of(byte[] message) throws InvalidProtocolBufferException;
    }

    private static ElementType json(ToJson text, String empty) {
        ValueReader reader = in -> {
            try {
                return new Utf8(text.of(in.slice()));
            } catch (InvalidProtocolBufferException e) {
                throw new WireFault("expected a Struct or Value of google.protobuf: " + e.getMessage());
            }
        };
        Schema schema = Schema.create(Schema.Type.STRING);
        return ElementType.scalar(schema, WIRETYPE_LENGTH_DELIMITED, reader, new Utf8(empty), empty);
    }
}
