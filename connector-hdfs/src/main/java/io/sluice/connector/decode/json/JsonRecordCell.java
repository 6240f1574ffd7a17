/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.JsonFieldNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Reads objects with a known set of fields. */
final class JsonRecordCell implements JsonCell {

    private final Schema schema;
    private final JsonRows.Reading reading;
    private final Fallback fallback;
    private final JsonCell[] cells;
    private final boolean[] nullable;
    private final @Nullable Object[] defaults;
    /** The parser hands out one and the same string for a name, and so do these. */
    private final String[] members;

    private final Map<String, Integer> positions = new HashMap<>();

    /** To be completed by {@link #add}, for a field may be of the record's own type. */
    JsonRecordCell(Schema schema, JsonRows.Reading reading, Fallback fallback) {
        this.schema = schema;
        this.reading = reading;
        this.fallback = fallback;
        int fields = schema.getFields().size();
        this.cells = new JsonCell[fields];
        this.nullable = new boolean[fields];
        this.defaults = new @Nullable Object[fields];
        this.members = new String[fields];
    }

    void add(Schema.Field field, JsonCell cell) {
        int position = field.pos();
        cells[position] = cell;
        nullable[position] = field.schema().isNullable();
        members[position] = JsonFieldNames.fromAvro(field.name()).intern();
        defaults[position] = field.hasDefaultValue() ? GenericData.get().getDefaultValue(field) : null;
        positions.put(members[position], position);
        if (reading == JsonRows.Reading.DECLARED) {
            positions.putIfAbsent(field.name(), position);
        }
    }

    @Override
    public GenericData.Record read(JsonParser parser) throws IOException {
        JsonText.expect(parser, JsonToken.START_OBJECT, "an object");
        GenericData.Record record = new GenericData.Record(schema);
        boolean[] seen = new boolean[cells.length];
        int read = 0;
        int next = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int position = position(name, next);
            JsonToken token = parser.nextToken();
            if (position < 0) {
                passOver(parser, token);
                continue;
            }
            if (seen[position]) {
                throw twice(parser, position);
            }
            seen[position] = true;
            record.put(position, value(position, parser));
            read++;
            next = position + 1;
        }
        if (read < cells.length) {
            fillAbsent(record, seen, parser);
        }
        return record;
    }

    /** Members come in the order of the fields, mostly. */
    @SuppressWarnings("ReferenceEquality") // only a shortcut
    private int position(String name, int next) {
        if (next < members.length && members[next] == name) {
            return next;
        }
        Integer position = positions.get(name);
        return position == null ? -1 : position;
    }

    private @Nullable Object value(int position, JsonParser parser) throws IOException {
        try {
            return cells[position].read(parser);
        } catch (Misfit e) {
            if (!nullable[position]) {
                throw e.asBadValue();
            }
            fallback.take(e, parser);
            return null;
        }
    }

    private void passOver(JsonParser parser, JsonToken token) throws IOException {
        switch (reading) {
            case DECLARED -> parser.skipChildren();
            case INFERRED -> refuseUnlessEmpty(parser, token);
            case WIDENED -> fallback.takeIfTyped(parser);
        }
    }

    /** What is null or empty has no type, so no schema will ever have it. */
    private static void refuseUnlessEmpty(JsonParser parser, JsonToken token) throws IOException {
        boolean empty = token == JsonToken.VALUE_NULL
                || (token.isStructStart() && parser.nextToken().isStructEnd());
        if (!empty) {
            throw JsonText.misfit(parser, "a field that the schema has").asBadValue();
        }
    }

    private BadValueException twice(JsonParser parser, int position) {
        String column = schema.getFields().get(position).name();
        return new BadValueException(
                Outcome.BAD_FIELD,
                "field '" + JsonText.path(parser) + "': expected it once, found column '" + column
                        + "' is in the object twice",
                null);
    }

    private void fillAbsent(GenericData.Record record, boolean[] seen, JsonParser parser) {
        for (Schema.Field field : schema.getFields()) {
            int position = field.pos();
            if (seen[position]) {
                continue;
            }
            if (defaults[position] != null) {
                record.put(position, GenericData.get().deepCopy(field.schema(), defaults[position]));
            } else if (!nullable[position]) {
                String around = JsonText.path(parser);
                throw new BadValueException(
                        Outcome.BAD_FIELD,
                        "field '" + (around.isEmpty() ? "" : around + ".") + members[position]
                                + "' is missing, and has no default",
                        null);
            }
        }
    }
}
