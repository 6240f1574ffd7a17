/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.sluice.connector.decode.protobuf.MessageReader.EntryList;
import io.sluice.connector.decode.protobuf.MessageReader.Required;
import io.sluice.schema.resolution.FieldDefault;
import io.sluice.schema.resolution.PromotedDatum;
import io.sluice.schema.resolution.Resolution;
import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.OfArray;
import io.sluice.schema.resolution.Resolution.OfMap;
import io.sluice.schema.resolution.Resolution.OfRecord;
import io.sluice.schema.resolution.Resolution.OfUnion;
import io.sluice.schema.resolution.Resolution.Promoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes readers of messages of one version, straight to the rows of a schema that reads the version's own: the table's,
 * which has grown by other versions. What a reader puts where follows from the {@link Resolution} of the two schemas; what
 * an absent field is follows from the message, as Protobuf has it, and from the table's defaults where the message has no
 * such field.
 */
final class MessageCompiler {

    /** What an entry of a map is held in until it is put there: any two values. */
    private static final Schema PAIR = Schema.createRecord(
            "Pair",
            null,
            "io.sluice",
            false,
            List.of(
                    new Schema.Field("key", Schema.create(Schema.Type.BYTES)),
                    new Schema.Field("value", Schema.create(Schema.Type.BYTES))));

    private final Map<OfRecord, MessageReader> compiled = new HashMap<>();

    private MessageCompiler() {}

    /** @param rows reads what is of the type's own schema: itself, or one that it was merged into */
    static MessageReader compile(MessageType type, Schema rows) {
        Resolution resolution = Resolution.of(type.schema(), rows);
        return new MessageCompiler().reader(type.message(), as(OfRecord.class, resolution));
    }

    /** What is merged resolves: the type that a place has in both schemas is known. */
    private static <R extends Resolution> R as(Class<R> kind, @Nullable Resolution resolution) {
        if (kind.isInstance(resolution)) {
            return kind.cast(resolution);
        }
        throw new IllegalStateException("rows of a schema that does not read the message's: " + resolution);
    }

    private MessageReader reader(Descriptor message, OfRecord rows) {
        MessageReader known = compiled.get(rows);
        if (known == null) {
            known = new Fields(message, rows).reader();
            compiled.put(rows, known);
        }
        return known;
    }

    private Element element(FieldDescriptor field, Resolution resolution) {
        ElementType type = ElementType.of(field);
        return type == null
                ? Element.of(field, reader(field.getMessageType(), as(OfRecord.class, resolution)))
                : Element.of(type, resolution);
    }

    private static int tag(FieldDescriptor field, int wireType) {
        return (field.getNumber() << 3) | wireType;
    }

    /** The fields of one message type. */
    private final class Fields {

        private final Descriptor message;
        private final Schema rows;
        private final Map<Integer, FieldAction> actions = new HashMap<>();
        private final @Nullable Object[] blank;
        private final List<Required> required = new ArrayList<>();
        private final List<EntryList> entryLists = new ArrayList<>();
        /** By the message's fields, in its order; null for one that the rows do not have. */
        private final @Nullable FieldMatch[] matches;

        Fields(Descriptor message, OfRecord resolution) {
            this.message = message;
            this.rows = resolution.reader();
            this.blank = new @Nullable Object[rows.getFields().size()];
            this.matches = new @Nullable FieldMatch[message.getFields().size()];
            for (FieldMatch match : resolution.fields()) {
                if (match.written() == null) {
                    blank[match.field().pos()] = FieldDefault.of(match.field()).get();
                } else {
                    matches[match.written().pos()] = match;
                }
            }
        }

        MessageReader reader() {
            for (FieldDescriptor field : message.getFields()) {
                FieldMatch match = matches[field.getIndex()];
                if (match != null && match.resolution() != null) {
                    add(field, match.field().pos(), match.resolution());
                }
            }
            return new MessageReader(message, rows, new FieldTable(actions), blank, required, entryLists);
        }

        private void add(FieldDescriptor field, int position, Resolution resolution) {
            if (field.isMapField()) {
                addMap(field, position, resolution);
            } else if (field.isRepeated()) {
                addList(field, position, as(OfArray.class, resolution));
            } else {
                addSingle(field, position, resolution);
            }
        }

        private void addSingle(FieldDescriptor field, int position, Resolution resolution) {
            // A nullable field of the message's own schema is a union of null and its type.
            Resolution ofValue =
                    resolution instanceof OfUnion union ? union.branches().get(1) : resolution;
            Element type = element(field, ofValue);
            FieldAction action = type.reader() instanceof MessageReader parts
                    ? FieldAction.merge(position, parts)
                    : new FieldAction.Put(position, type.reader());
            if (field.getRealContainingOneof() != null) {
                action = FieldAction.oneOf(action, others(field));
            }
            actions.put(tag(field, type.wireType()), action);
            if (field.isRequired()) {
                required.add(new Required(field.getName(), position));
            } else if (field.hasDefaultValue() && ScalarTypes.isWritable(field.getDefaultValue())) {
                Object absent = ScalarTypes.declaredDefault(field);
                blank[position] = ofValue instanceof Promoted promoted
                        ? PromotedDatum.of(promoted).apply(absent)
                        : absent;
            } else if (!field.hasPresence()) {
                blank[position] = type.zero().get();
            }
        }

        /** Where the rows have the other members of a oneof. */
        private int[] others(FieldDescriptor member) {
            List<Integer> positions = new ArrayList<>();
            for (FieldDescriptor field : member.getRealContainingOneof().getFields()) {
                FieldMatch match = matches[field.getIndex()];
                if (field != member && match != null) {
                    positions.add(match.field().pos());
                }
            }
            return positions.stream().mapToInt(Integer::intValue).toArray();
        }

        private void addList(FieldDescriptor field, int position, OfArray resolution) {
            Element type = element(field, resolution.element());
            Schema array = resolution.reader();
            actions.put(tag(field, type.wireType()), FieldAction.add(position, array, type.reader()));
            if (type.isPackable()) {
                // Whichever the descriptor says: readers take both.
                actions.put(
                        tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED),
                        FieldAction.addPacked(position, array, type.reader()));
            }
            blank[position] = FieldAction.EMPTY_LIST;
        }

        private void addMap(FieldDescriptor field, int position, Resolution resolution) {
            Descriptor entry = field.getMessageType();
            int tag = tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            if (resolution instanceof OfMap map) {
                Element key = element(entry.findFieldByNumber(1), map);
                Element value = element(entry.findFieldByNumber(2), map.value());
                actions.put(tag, FieldAction.putEntry(position, entry(PAIR, entry, 0, key, 1, value)));
                blank[position] = FieldAction.EMPTY_MAP;
                return;
            }
            OfArray array = as(OfArray.class, resolution);
            OfRecord pair = as(OfRecord.class, array.element());
            FieldMatch ofKey = written(pair, 0);
            FieldMatch ofValue = written(pair, 1);
            EntryReader reader = entry(
                    pair.reader(),
                    entry,
                    ofKey.field().pos(),
                    element(entry.findFieldByNumber(1), Objects.requireNonNull(ofKey.resolution())),
                    ofValue.field().pos(),
                    element(entry.findFieldByNumber(2), Objects.requireNonNull(ofValue.resolution())));
            actions.put(tag, FieldAction.addEntry(position, array.reader(), reader));
            entryLists.add(new EntryList(position, array.reader(), ofKey.field().pos()));
            blank[position] = FieldAction.EMPTY_LIST;
        }
    }

    private static FieldMatch written(OfRecord pair, int position) {
        return pair.fields().stream()
                .filter(match -> match.written() != null && match.written().pos() == position)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("entries without a part: " + pair.reader()));
    }

    private static EntryReader entry(
            Schema rows, Descriptor entry, int keyPosition, Element key, int valuePosition, Element value) {
        FieldTable fields = new FieldTable(Map.of(
                (1 << 3) | key.wireType(), new FieldAction.Put(keyPosition, key.reader()),
                (2 << 3) | value.wireType(), new FieldAction.Put(valuePosition, value.reader())));
        @Nullable Object[] blank = new @Nullable Object[rows.getFields().size()];
        blank[keyPosition] = key.zero().get();
        MessageReader pair = new MessageReader(entry, rows, fields, blank, List.of(), List.of());
        return new EntryReader(pair, keyPosition, valuePosition, value.zero());
    }
}
