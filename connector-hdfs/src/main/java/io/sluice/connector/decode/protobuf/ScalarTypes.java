/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import static com.google.protobuf.WireFormat.WIRETYPE_FIXED32;
import static com.google.protobuf.WireFormat.WIRETYPE_FIXED64;
import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;

/** Numbers, booleans, texts, bytes and enums. */
final class ScalarTypes {

    /** 2^64 - 1 has twenty digits. */
    private static final int UINT64_DIGITS = 20;

    private ScalarTypes() {}

    static ElementType of(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32 -> ints(WIRETYPE_VARINT, ScalarReader.INT32);
            case SINT32 -> ints(WIRETYPE_VARINT, ScalarReader.SINT32);
            case SFIXED32 -> ints(WIRETYPE_FIXED32, ScalarReader.SFIXED32);
            case UINT32 -> longs(WIRETYPE_VARINT, ScalarReader.UINT32);
            case FIXED32 -> longs(WIRETYPE_FIXED32, ScalarReader.FIXED32);
            case INT64 -> longs(WIRETYPE_VARINT, ScalarReader.INT64);
            case SINT64 -> longs(WIRETYPE_VARINT, ScalarReader.SINT64);
            case SFIXED64 -> longs(WIRETYPE_FIXED64, ScalarReader.SFIXED64);
            case UINT64 -> unsigned(WIRETYPE_VARINT, ScalarReader.UINT64);
            case FIXED64 -> unsigned(WIRETYPE_FIXED64, ScalarReader.FIXED64);
            case FLOAT -> scalar(Schema.Type.FLOAT, WIRETYPE_FIXED32, ScalarReader.FLOAT, 0f, 0f);
            case DOUBLE -> scalar(Schema.Type.DOUBLE, WIRETYPE_FIXED64, ScalarReader.DOUBLE, 0d, 0d);
            case BOOL -> scalar(Schema.Type.BOOLEAN, WIRETYPE_VARINT, ScalarReader.BOOL, false, false);
            case STRING -> scalar(Schema.Type.STRING, WIRETYPE_LENGTH_DELIMITED, ScalarReader.STRING, new Utf8(""), "");
            case BYTES ->
                new ElementType(
                        Schema.create(Schema.Type.BYTES),
                        WIRETYPE_LENGTH_DELIMITED,
                        ScalarReader.BYTES,
                        () -> ByteBuffer.wrap(new byte[0]),
                        new byte[0]);
            case ENUM -> symbols(field.getEnumType());
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName() + " is a message");
        };
    }

    private static ElementType ints(int wireType, ValueReader reader) {
        return scalar(Schema.Type.INT, wireType, reader, 0, 0);
    }

    private static ElementType longs(int wireType, ValueReader reader) {
        return scalar(Schema.Type.LONG, wireType, reader, 0L, 0L);
    }

    private static ElementType scalar(
            Schema.Type type, int wireType, ValueReader reader, Object zero, Object avroZero) {
        return ElementType.scalar(Schema.create(type), wireType, reader, zero, avroZero);
    }

    /** Half of the values would be negative in a long. */
    private static ElementType unsigned(int wireType, ValueReader reader) {
        Schema schema = LogicalTypes.decimal(UINT64_DIGITS).addToSchema(Schema.create(Schema.Type.BYTES));
        return new ElementType(schema, wireType, reader, () -> ScalarReader.decimal(0), new byte[] {0});
    }

    /** By name; a number that the descriptor has no name for is kept in digits. */
    private static ElementType symbols(EnumDescriptor type) {
        Map<Integer, Utf8> names = new HashMap<>();
        for (EnumValueDescriptor value : type.getValues()) {
            names.putIfAbsent(value.getNumber(), new Utf8(value.getName()));
        }
        String first = type.getValues().get(0).getName();
        return scalar(
                Schema.Type.STRING,
                WIRETYPE_VARINT,
                in -> {
                    int number = in.varint32();
                    Utf8 name = names.get(number);
                    return name == null ? new Utf8(Integer.toString(number)) : name;
                },
                new Utf8(first),
                first);
    }

    /** The value of a default that a proto2 field declares. */
    static Object declaredDefault(FieldDescriptor field) {
        Object value = field.getDefaultValue();
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
            case UINT64, FIXED64 -> ScalarReader.decimal((Long) value);
            case STRING -> new Utf8((String) value);
            case ENUM -> new Utf8(((EnumValueDescriptor) value).getName());
            case BYTES -> ((ByteString) value).asReadOnlyByteBuffer();
            default -> value;
        };
    }

    /** The same as a schema's default is given to Avro. */
    static Object avroDefault(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value instanceof Utf8 text ? text.toString() : value;
    }

    /** Whether Avro can write it down: JSON, in which schemas are written, has no NaN. */
    static boolean isWritable(Object value) {
        return !(value instanceof Float f && !Float.isFinite(f)) && !(value instanceof Double d && !Double.isFinite(d));
    }
}
