/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.schema.JsonFieldNames;
import java.io.IOException;
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

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    /** Objects after which a schema is there to stay: a quicker reader is worth its making. */
    private static final int SETTLED = 100;

    private final JsonCell row;
    private final Fallback fallback;
    private final int conflictPosition;
    private final Schema schema;
    private @Nullable FlatJson flat;
    private int parsed;

    /** How a schema came about, and so what becomes of members that it does not have. */
    enum Reading {
        /** It says what is wanted: others are skipped. A column of strings takes any value, as its JSON text. */
        DECLARED,
        /** It was inferred, and is out of date if there is another, unless that is null or empty. */
        INFERRED,
        /** It was inferred from this object too: others have no type. */
        WIDENED
    }

    /** @param fellBack is called once for each value that takes a fallback */
    JsonRows(Schema schema, Reading reading, JsonConflicts conflicts, Runnable fellBack) {
        this.fallback = new Fallback(conflicts, fellBack);
        this.row = new JsonCells(reading, fallback).of(schema);
        this.conflictPosition = ConflictColumn.position(schema);
        this.schema = schema;
    }

    /** @throws BadValueException if it is not JSON, not one object, or not of the schema */
    GenericRecord read(byte[] json, int start) {
        GenericRecord read = flat == null ? null : flat.read(json, start);
        return read == null ? parsed(json, start) : read;
    }

    private GenericRecord parsed(byte[] json, int start) {
        if (parsed < SETTLED) {
            parsed++;
            if (parsed == SETTLED) {
                flat = FlatJson.of(schema).orElse(null);
            }
        }
        return parse(json, start);
    }

    /** Whatever it looks like. */
    GenericRecord parse(byte[] json, int start) {
        fallback.drain();
        try (JsonParser parser = JSON.createParser(json, start, json.length - start)) {
            return read(parser, json, start);
        } catch (IOException e) {
            throw new IllegalStateException("reading from an array", e);
        }
    }

    private GenericRecord read(JsonParser parser, byte[] json, int start) throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadValueException("expected a JSON object, found " + JsonText.found(parser, json, start));
            }
            GenericData.Record record = (GenericData.Record) row.read(parser);
            if (parser.nextToken() != null) {
                throw new BadValueException(
                        "expected one JSON object, found more behind it: " + JsonText.brief(json, start));
            }
            keepConflicts(record);
            return record;
        } catch (Misfit e) {
            throw e.asBadValue();
        } catch (JsonProcessingException e) {
            throw JsonText.notJson(parser, json, start, e);
        }
    }

    /** Beside those that came with the object, if it is a row that was read from a table before. */
    private void keepConflicts(GenericData.Record record) {
        Map<String, Object> kept = fallback.drain();
        if (kept != null) {
            if (record.get(conflictPosition) instanceof Map<?, ?> before) {
                before.forEach((path, text) -> kept.putIfAbsent(String.valueOf(path), text));
            }
            record.put(conflictPosition, kept);
        }
    }
}
