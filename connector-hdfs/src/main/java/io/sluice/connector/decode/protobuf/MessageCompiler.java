/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.schema.JsonFieldNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes a schema and a reader of a message type.
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
final class MessageCompiler {

    private final Map<String, MessageReader> compiled = new HashMap<>();
    /** The types around the one that is being compiled, outermost first. */
    private final Set<String> around = new LinkedHashSet<>();

    private MessageCompiler() {}

    /** @throws UnsupportedMessageException if it contains itself, or has no field */
    static MessageReader compile(Descriptor message) {
        if (message.getFields().isEmpty()) {
            throw new UnsupportedMessageException(
                    "message " + message.getFullName() + " has no field: a row needs a column");
        }
        return new MessageCompiler().reader(message);
    }

    private MessageReader reader(Descriptor message) {
        MessageReader known = compiled.get(message.getFullName());
        if (known != null) {
            return known;
        }
        if (!around.add(message.getFullName())) {
            throw new UnsupportedMessageException("message " + message.getFullName()
                    + " contains itself, by way of " + String.join(", ", around)
                    + ": Parquet has no such type; send it as bytes, or as google.protobuf.Struct");
        }
        MessageReader reader = record(message);
        around.remove(message.getFullName());
        compiled.put(message.getFullName(), reader);
        return reader;
    }

    private MessageReader record(Descriptor message) {
        List<Schema.Field> fields = new ArrayList<>();
        Map<Integer, FieldAction> actions = new HashMap<>();
        @Nullable Object[] blank = new @Nullable Object[message.getFields().size()];
        Set<String> names = new LinkedHashSet<>();
        for (FieldDescriptor field : message.getFields()) {
            String name = JsonFieldNames.distinct(field.getName(), names);
            if (field.isMapField()) {
                fields.add(map(field, name, actions, blank));
            } else if (field.isRepeated()) {
                fields.add(list(field, name, actions, blank));
            } else {
                fields.add(single(field, name, actions, blank));
            }
        }
        Schema schema = Schema.createRecord(message.getName(), null, namespace(message), false, fields);
        return new MessageReader(message, schema, new FieldTable(actions), blank);
    }

    private static String namespace(Descriptor message) {
        int dot = message.getFullName().lastIndexOf('.');
        return dot < 0 ? "" : message.getFullName().substring(0, dot);
    }

    private Schema.Field single(
            FieldDescriptor field, String name, Map<Integer, FieldAction> actions, @Nullable Object[] blank) {
        int position = field.getIndex();
        ElementType type = element(field);
        FieldAction action =
                isRecord(field) ? recordAction(field, position) : new FieldAction.Put(position, type.reader());
        if (field.getRealContainingOneof() != null) {
            action = FieldAction.oneOf(action, others(field));
        }
        actions.put(tag(field, type.wireType()), action);
        if (field.isRequired()) {
            return new Schema.Field(name, type.schema());
        }
        if (field.hasDefaultValue() && ScalarTypes.isWritable(field.getDefaultValue())) {
            Object absent = ScalarTypes.declaredDefault(field);
            blank[position] = absent;
            return new Schema.Field(name, type.schema(), null, ScalarTypes.avroDefault(absent));
        }
        if (field.hasPresence()) {
            Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), type.schema());
            return new Schema.Field(name, nullable, null, Schema.Field.NULL_DEFAULT_VALUE);
        }
        blank[position] = type.zero().get();
        return new Schema.Field(name, type.schema(), null, type.avroZero());
    }

    private static int[] others(FieldDescriptor member) {
        return member.getRealContainingOneof().getFields().stream()
                .filter(field -> field != member)
                .mapToInt(FieldDescriptor::getIndex)
                .toArray();
    }

    private FieldAction recordAction(FieldDescriptor field, int position) {
        MessageReader message = reader(field.getMessageType());
        if (field.getType() != FieldDescriptor.Type.GROUP) {
            return FieldAction.merge(position, message);
        }
        return new FieldAction.Put(position, group(field, message));
    }

    private static ValueReader group(FieldDescriptor field, MessageReader message) {
        int endTag = tag(field, WireFormat.WIRETYPE_END_GROUP);
        return in -> message.readGroup(in, message.fresh(), endTag);
    }

    private Schema.Field list(
            FieldDescriptor field, String name, Map<Integer, FieldAction> actions, @Nullable Object[] blank) {
        ElementType type = element(field);
        Schema array = Schema.createArray(type.schema());
        int position = field.getIndex();
        actions.put(tag(field, type.wireType()), FieldAction.add(position, array, type.reader()));
        if (type.isPackable()) {
            // Whichever the descriptor says: readers take both.
            actions.put(
                    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED),
                    FieldAction.addPacked(position, array, type.reader()));
        }
        blank[position] = FieldAction.EMPTY_LIST;
        return new Schema.Field(name, array, null, FieldAction.EMPTY_LIST);
    }

    private Schema.Field map(
            FieldDescriptor field, String name, Map<Integer, FieldAction> actions, @Nullable Object[] blank) {
        ElementType key = element(field.getMessageType().findFieldByNumber(1));
        ElementType value = element(field.getMessageType().findFieldByNumber(2));
        int position = field.getIndex();
        int tag = tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        EntryReader entry = new EntryReader(pair(field.getMessageType(), key, value), value.zero());
        if (key.schema().getType() == Schema.Type.STRING) {
            actions.put(tag, FieldAction.putEntry(position, entry));
            blank[position] = FieldAction.EMPTY_MAP;
            return new Schema.Field(name, Schema.createMap(value.schema()), null, FieldAction.EMPTY_MAP);
        }
        Schema array = Schema.createArray(entry.pair().schema());
        actions.put(tag, FieldAction.addEntry(position, array, entry));
        blank[position] = FieldAction.EMPTY_LIST;
        return new Schema.Field(name, array, null, FieldAction.EMPTY_LIST);
    }

    private static MessageReader pair(Descriptor entry, ElementType key, ElementType value) {
        Schema schema = Schema.createRecord(
                entry.getName(),
                null,
                namespace(entry),
                false,
                List.of(new Schema.Field("key", key.schema()), new Schema.Field("value", value.schema())));
        Map<Integer, FieldAction> actions = Map.of(
                (1 << 3) | key.wireType(), new FieldAction.Put(0, key.reader()),
                (2 << 3) | value.wireType(), new FieldAction.Put(1, value.reader()));
        return new MessageReader(entry, schema, new FieldTable(actions), new @Nullable Object[] {
            key.zero().get(), null
        });
    }

    private ElementType element(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return ScalarTypes.of(field);
        }
        ElementType wellKnown = WellKnownTypes.of(field.getMessageType());
        if (wellKnown != null) {
            return wellKnown;
        }
        boolean group = field.getType() == FieldDescriptor.Type.GROUP;
        int wireType = group ? WireFormat.WIRETYPE_START_GROUP : WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (field.getMessageType().getFields().isEmpty()) {
            int tag = tag(field, wireType);
            return ElementType.scalar(
                    Schema.create(Schema.Type.BOOLEAN),
                    wireType,
                    in -> {
                        in.skip(tag);
                        return true;
                    },
                    true,
                    true);
        }
        MessageReader message = reader(field.getMessageType());
        // Its zero is only asked for as the value of a map's entry, which has no default in the schema.
        return new ElementType(
                message.schema(), wireType, group ? group(field, message) : message, message::fresh, message);
    }

    private static boolean isRecord(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && WellKnownTypes.of(field.getMessageType()) == null
                && !field.getMessageType().getFields().isEmpty();
    }

    private static int tag(FieldDescriptor field, int wireType) {
        return (field.getNumber() << 3) | wireType;
    }
}
