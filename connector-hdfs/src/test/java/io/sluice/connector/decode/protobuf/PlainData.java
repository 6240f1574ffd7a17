/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** What a message is as a row, told once from protobuf's own objects and once from Avro's, in plain Java. */
final class PlainData {

    private PlainData() {}

    static Map<String, @Nullable Object> of(GenericRecord row) {
        Map<String, @Nullable Object> plain = new TreeMap<>();
        row.getSchema()
                .getFields()
                .forEach(field -> plain.put(field.name(), avro(row.get(field.pos()), field.schema())));
        return plain;
    }

    private static @Nullable Object avro(@Nullable Object value, Schema schema) {
        Schema type = schema.isUnion() ? schema.getTypes().get(1) : schema;
        if (value instanceof GenericRecord record) {
            return of(record);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(each -> plain.add(avro(each, type.getElementType())));
            return plain;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new TreeMap<>();
            map.forEach((key, each) -> plain.put(key.toString(), avro(each, type.getValueType())));
            return plain;
        } else if (value instanceof ByteBuffer buffer && type.getLogicalType() != null) {
            return new BigInteger(ByteString.copyFrom(buffer.duplicate()).toByteArray());
        } else if (value instanceof ByteBuffer buffer) {
            return ByteString.copyFrom(buffer.duplicate());
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }

    static Map<String, @Nullable Object> of(Message message) {
        Map<String, @Nullable Object> plain = new TreeMap<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            plain.put(field.getName(), field(message, field));
        }
        return plain;
    }

    private static @Nullable Object field(Message message, FieldDescriptor field) {
        if (field.isMapField()) {
            return map(message, field);
        } else if (field.isRepeated()) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                list.add(value(message.getRepeatedField(field, i), field));
            }
            return list;
        }
        boolean isDouble = field.getJavaType() == FieldDescriptor.JavaType.DOUBLE;
        boolean hasFiniteDefault =
                field.hasDefaultValue() && !(isDouble && Double.isInfinite((Double) field.getDefaultValue()));
        if (field.hasPresence() && !hasFiniteDefault && !message.hasField(field)) {
            return null;
        }
        return value(message.getField(field), field);
    }

    private static Object map(Message message, FieldDescriptor field) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            Message entry = (Message) message.getRepeatedField(field, i);
            entries.put(value(entry.getField(key), key), value(entry.getField(value), value));
        }
        if (key.getJavaType() == FieldDescriptor.JavaType.STRING) {
            return new TreeMap<>(entries);
        }
        List<Object> pairs = new ArrayList<>();
        entries.forEach((k, v) -> pairs.add(Map.of("key", k, "value", v)));
        return pairs;
    }

    private static Object value(Object value, FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
            case UINT64, FIXED64 -> new BigInteger(Long.toUnsignedString((Long) value));
            case ENUM -> {
                EnumValueDescriptor symbol = (EnumValueDescriptor) value;
                EnumValueDescriptor known = field.getEnumType().findValueByNumber(symbol.getNumber());
                yield known == null ? "" + symbol.getNumber() : known.getName();
            }
            case MESSAGE, GROUP -> message((Message) value);
            default -> value;
        };
    }

    private static Object message(Message message) {
        Descriptor type = message.getDescriptorForType();
        try {
            return switch (type.getFullName()) {
                case "google.protobuf.Timestamp", "google.protobuf.Duration" ->
                    (Long) message.getField(type.findFieldByNumber(1)) * 1_000_000L
                            + (Integer) message.getField(type.findFieldByNumber(2)) / 1000;
                case "google.protobuf.Empty" -> true;
                case "google.protobuf.StringValue", "google.protobuf.UInt64Value", "google.protobuf.BoolValue" ->
                    value(message.getField(type.findFieldByNumber(1)), type.findFieldByNumber(1));
                case "google.protobuf.Struct" ->
                    StructText.of(com.google.protobuf.Struct.parseFrom(message.toByteString()));
                case "google.protobuf.ListValue" ->
                    StructText.of(com.google.protobuf.ListValue.parseFrom(message.toByteString()));
                case "google.protobuf.Value" ->
                    StructText.of(com.google.protobuf.Value.parseFrom(message.toByteString()));
                default -> of(message);
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
