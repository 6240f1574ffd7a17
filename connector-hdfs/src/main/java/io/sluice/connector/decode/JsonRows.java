/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.schema.JsonFieldNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects as records of one Avro schema, from the parser's tokens. A member that Avro would not have as a name
 * is the field that {@link JsonFieldNames} makes of it. Not thread-safe.
 */
final class JsonRows {

    private static final JsonFactory JSON = new JsonFactory();

    private final RecordCell row;

    /** What happens to a field of the object that the schema does not have. */
    enum UnknownFields {
        /** The schema was declared: it says what is wanted. */
        SKIP,
        /** The schema was inferred: it is out of date, unless the field is null or empty. */
        REFUSE
    }

    JsonRows(Schema schema, UnknownFields unknown) {
        this.row = new RecordCell(schema, unknown, new HashMap<>());
    }

    /** Reads the token that the parser stands on, and all that belongs to it. */
    interface Cell {
        @Nullable Object read(JsonParser parser) throws IOException;
    }

    /** @throws BadValueException if it is not JSON, not one object, or not of the schema */
    GenericRecord read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadValueException("expected a JSON object, found " + JsonText.found(parser, json));
            }
            GenericRecord record = row.read(parser);
            if (parser.nextToken() != null) {
                throw new BadValueException("expected one JSON object, found more behind it: " + JsonText.brief(json));
            }
            return record;
        } catch (JsonProcessingException e) {
            throw JsonText.notJson(json, e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from an array", e);
        }
    }

    /** Builds the reader of a type; {@code known} has those of the records it is in, for schemas that recur. */
    private static Cell cell(Schema schema, UnknownFields unknown, Map<String, Cell> known) {
        return switch (schema.getType()) {
            case RECORD -> {
                Cell recurring = known.get(schema.getFullName());
                yield recurring == null ? new RecordCell(schema, unknown, known) : recurring;
            }
            case ARRAY -> array(cell(schema.getElementType(), unknown, known), schema);
            case MAP -> map(cell(schema.getValueType(), unknown, known));
            case UNION -> union(schema, unknown, known);
            default -> JsonScalars.of(schema);
        };
    }

    private static Cell array(Cell item, Schema schema) {
        return parser -> {
            JsonText.expect(parser, JsonToken.START_ARRAY, "an array");
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(item.read(parser));
            }
            return new GenericData.Array<>(schema, items);
        };
    }

    private static Cell map(Cell value) {
        return parser -> {
            JsonText.expect(parser, JsonToken.START_OBJECT, "an object");
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                map.put(key, value.read(parser));
            }
            return map;
        };
    }

    /** The first branch that is of the token's kind; only null takes null. */
    private static Cell union(Schema union, UnknownFields unknown, Map<String, Cell> known) {
        record Branch(Schema schema, Cell cell) {}
        List<Branch> branches = union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .map(type -> new Branch(type, cell(type, unknown, known)))
                .toList();
        return parser -> {
            if (parser.currentToken() == JsonToken.VALUE_NULL && union.isNullable()) {
                return null;
            }
            for (Branch branch : branches) {
                if (branches.size() == 1 || JsonText.isOfKind(parser, branch.schema())) {
                    return branch.cell().read(parser);
                }
            }
            throw JsonText.misfit(
                    parser,
                    "one of "
                            + branches.stream()
                                    .map(b -> b.schema().getType().getName())
                                    .toList());
        };
    }

    /** An object with a known set of fields. */
    private static final class RecordCell implements Cell {

        private final Schema schema;
        private final UnknownFields unknown;
        private final List<Schema.Field> fields;
        private final List<Cell> cells = new ArrayList<>();
        private final Map<String, Integer> positions = new HashMap<>();

        RecordCell(Schema schema, UnknownFields unknown, Map<String, Cell> known) {
            this.schema = schema;
            this.unknown = unknown;
            this.fields = schema.getFields();
            known.put(schema.getFullName(), this);
            for (Schema.Field field : fields) {
                positions.put(JsonFieldNames.fromAvro(field.name()), field.pos());
                positions.put(field.name(), field.pos());
                cells.add(cell(field.schema(), unknown, known));
            }
        }

        @Override
        public GenericRecord read(JsonParser parser) throws IOException {
            JsonText.expect(parser, JsonToken.START_OBJECT, "an object");
            GenericRecord record = new GenericData.Record(schema);
            boolean[] seen = new boolean[cells.size()];
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Integer position = positions.get(parser.currentName());
                JsonToken token = parser.nextToken();
                if (position == null) {
                    passOver(parser, token);
                } else if (seen[position]) {
                    throw new BadValueException(
                            "column '" + fields.get(position).name() + "' is in the object twice");
                } else {
                    seen[position] = true;
                    record.put(position, cells.get(position).read(parser));
                }
            }
            fillAbsent(record, seen);
            return record;
        }

        /** What is null or empty has no type, so no schema will ever have it. */
        private void passOver(JsonParser parser, JsonToken token) throws IOException {
            if (unknown == UnknownFields.SKIP || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
                return;
            }
            boolean empty = token.isStructStart() && parser.nextToken().isStructEnd();
            if (!empty) {
                throw JsonText.misfit(parser, "a field that the schema has");
            }
        }

        private void fillAbsent(GenericRecord record, boolean[] seen) {
            for (Schema.Field field : fields) {
                if (seen[field.pos()]) {
                    continue;
                }
                if (field.hasDefaultValue()) {
                    record.put(field.pos(), GenericData.get().getDefaultValue(field));
                } else if (!field.schema().isNullable()) {
                    throw new BadValueException("field '" + field.name() + "' is missing, and has no default");
                }
            }
        }
    }
}
