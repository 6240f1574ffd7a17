/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.schema.JsonFieldNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Makes the schema of a message type.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><td>int32, sint32, sfixed32</td><td>int
 * <tr><td>int64, sint64, sfixed64, uint32, fixed32</td><td>long
 * <tr><td>uint64, fixed64</td><td>decimal(20,0): half of the values are too large for a long
 * <tr><td>float, double, bool, string, bytes</td><td>the same
 * <tr><td>enum</td><td>string: the name, or the number in digits if the descriptor has no name for it
 * <tr><td>message, group</td><td>record; one that has no field at all is a boolean, true where it is set
 * <tr><td>repeated</td><td>array, empty if absent
 * <tr><td>map</td><td>map, empty if absent; with keys other than strings an array of records of key and value
 * <tr><td>Timestamp</td><td>timestamp-micros, rounded down
 * <tr><td>Duration</td><td>long, in µs
 * <tr><td>DoubleValue … BytesValue</td><td>the value, nullable
 * <tr><td>Struct, Value, ListValue</td><td>string: JSON
 * </table>
 *
 * <p>A field whose absence can be told (optional, a message, a member of a oneof) is nullable; one that reads as zero or
 * as its declared default when absent is not null and has that default. A oneof is nothing but its members, of which one
 * at most is not null. A type that contains itself is refused: Parquet has none.
 */
final class MessageSchemas {

    private final Map<String, Schema> made = new HashMap<>();
    /** The types around the one that is looked at, outermost first. */
    private final Set<String> around = new LinkedHashSet<>();

    private MessageSchemas() {}

    /**
     * A record with a field for each of the message's, in their order.
     *
     * @throws UnsupportedMessageException if it contains itself, or has no field
     */
    static Schema of(Descriptor message) {
        if (message.getFields().isEmpty()) {
            throw new UnsupportedMessageException(
                    "message " + message.getFullName() + " has no field: a row needs a column");
        }
        return new MessageSchemas().record(message);
    }

    private Schema record(Descriptor message) {
        Schema known = made.get(message.getFullName());
        if (known != null) {
            return known;
        }
        if (!around.add(message.getFullName())) {
            throw new UnsupportedMessageException("message " + message.getFullName()
                    + " contains itself, by way of " + String.join(", ", around)
                    + ": Parquet has no such type; send it as bytes, or as google.protobuf.Struct");
        }
        List<Schema.Field> fields = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (FieldDescriptor field : message.getFields()) {
            fields.add(field(field, JsonFieldNames.distinct(field.getName(), names)));
        }
        Schema schema = named(message, fields);
        around.remove(message.getFullName());
        made.put(message.getFullName(), schema);
        return schema;
    }

    private static Schema named(Descriptor message, List<Schema.Field> fields) {
        int dot = message.getFullName().lastIndexOf('.');
        String namespace = dot < 0 ? "" : message.getFullName().substring(0, dot);
        return Schema.createRecord(message.getName(), null, namespace, false, fields);
    }

    private Schema.Field field(FieldDescriptor field, String name) {
        if (field.isMapField()) {
            return map(field, name);
        }
        ElementType scalar = ElementType.of(field);
        Schema type = scalar == null ? record(field.getMessageType()) : scalar.schema();
        if (field.isRepeated()) {
            return new Schema.Field(name, Schema.createArray(type), null, Collections.emptyList());
        }
        if (field.isRequired()) {
            return new Schema.Field(name, type);
        }
        if (field.hasDefaultValue() && ScalarTypes.isWritable(field.getDefaultValue())) {
            Object absent = ScalarTypes.avroDefault(ScalarTypes.declaredDefault(field));
            return new Schema.Field(name, type, null, absent);
        }
        if (scalar == null || field.hasPresence()) {
            Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
            return new Schema.Field(name, nullable, null, Schema.Field.NULL_DEFAULT_VALUE);
        }
        return new Schema.Field(name, type, null, scalar.avroZero());
    }

    private Schema.Field map(FieldDescriptor field, String name) {
        Descriptor entry = field.getMessageType();
        Schema key = element(entry.findFieldByNumber(1));
        Schema value = element(entry.findFieldByNumber(2));
        if (key.getType() == Schema.Type.STRING) {
            return new Schema.Field(name, Schema.createMap(value), null, Collections.emptyMap());
        }
        Schema pair = named(entry, List.of(new Schema.Field("key", key), new Schema.Field("value", value)));
        return new Schema.Field(name, Schema.createArray(pair), null, Collections.emptyList());
    }

    private Schema element(FieldDescriptor field) {
        ElementType scalar = ElementType.of(field);
        return scalar == null ? record(field.getMessageType()) : scalar.schema();
    }
}
