/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.decode.value.BadValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Builds the reader of each type of one schema. */
final class JsonCells {

    private final JsonRows.Reading reading;
    private final Fallback fallback;
    /** By full name, for records that recur. */
    private final Map<String, JsonRecordCell> records = new HashMap<>();

    JsonCells(JsonRows.Reading reading, Fallback fallback) {
        this.reading = reading;
        this.fallback = fallback;
    }

    JsonCell of(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ARRAY -> array(schema);
            case MAP -> map(schema);
            case UNION -> union(schema);
            case STRING -> reading == JsonRows.Reading.DECLARED ? this::anyAsText : JsonScalars.of(schema);
            default -> JsonScalars.of(schema);
        };
    }

    private JsonRecordCell record(Schema schema) {
        JsonRecordCell known = records.get(schema.getFullName());
        if (known == null) {
            known = new JsonRecordCell(schema, reading, fallback);
            records.put(schema.getFullName(), known);
            for (Schema.Field field : schema.getFields()) {
                known.add(field, of(field.schema()));
            }
        }
        return known;
    }

    /** Whoever declares a string for what is none wants its text. */
    private Object anyAsText(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> JsonScalars.text(parser);
            case VALUE_NULL -> throw JsonText.misfit(parser, "a text");
            default -> fallback.convert(parser);
        };
    }

    private JsonCell array(Schema schema) {
        JsonCell item = of(schema.getElementType());
        boolean nullable = schema.getElementType().isNullable();
        return parser -> {
            JsonText.expect(parser, JsonToken.START_ARRAY, "an array");
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(child(item, nullable, parser));
            }
            return new GenericData.Array<>(schema, items);
        };
    }

    private JsonCell map(Schema schema) {
        JsonCell value = of(schema.getValueType());
        boolean nullable = schema.getValueType().isNullable();
        return parser -> {
            JsonText.expect(parser, JsonToken.START_OBJECT, "an object");
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = JsonText.requireUnicode(parser.currentName(), parser);
                if (map.containsKey(key)) {
                    throw new BadValueException("key '" + JsonText.path(parser) + "' is in the object twice");
                }
                parser.nextToken();
                map.put(key, child(value, nullable, parser));
            }
            return map;
        };
    }

    private @Nullable Object child(JsonCell cell, boolean nullable, JsonParser parser) throws IOException {
        try {
            return cell.read(parser);
        } catch (Misfit e) {
            if (!nullable) {
                throw e.asBadValue();
            }
            fallback.take(e, parser);
            return null;
        }
    }

    /** The first branch that is of the token's kind; only null takes null. */
    private JsonCell union(Schema union) {
        record Branch(Schema schema, JsonCell cell) {}
        List<Branch> branches = union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .map(type -> new Branch(type, of(type)))
                .toList();
        if (branches.size() == 1 && union.isNullable()) {
            JsonCell only = branches.get(0).cell();
            return parser -> parser.currentToken() == JsonToken.VALUE_NULL ? null : only.read(parser);
        }
        return parser -> {
            if (parser.currentToken() == JsonToken.VALUE_NULL && union.isNullable()) {
                return null;
            }
            for (Branch branch : branches) {
                if (JsonText.isOfKind(parser, branch.schema())) {
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
}
