/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.JsonSchemaInference;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects of one topic, under a schema that grows with them. An object that fits the schema so far, as nearly all
 * do, is read at once; only one that does not is looked at as a tree, to widen the schema by what it has.
 */
final class EvolvingJson implements JsonDecoder.JsonReader {

    /** Deeper objects, or more columns, are maps in disguise: a table of them would be of no use to anyone. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_COLUMNS = 2000;

    private static final ObjectMapper TREES = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String name;
    private final JsonSchemaInference inference;
    private final JsonConflicts conflicts;
    private final Runnable fellBack;
    private @Nullable Running running;

    /** Readers of the schema so far: one that refuses what the schema lacks, one that knows it has nothing to add. */
    private record Running(Schema schema, JsonRows strict, JsonRows widened) {}

    EvolvingJson(String topic, JsonConflicts conflicts, Runnable fellBack) {
        this.name = AvroNames.ofTopic(topic);
        this.inference = new JsonSchemaInference(
                name,
                switch (conflicts) {
                    case FAIL -> JsonSchemaInference.OnConflict.FAIL;
                    case COLUMN -> JsonSchemaInference.OnConflict.FIRST;
                });
        this.conflicts = conflicts;
        this.fellBack = fellBack;
    }

    private Running running(Schema inferred) {
        Schema schema = ConflictColumn.in(inferred, conflicts);
        return new Running(
                schema,
                new JsonRows(schema, JsonRows.Reading.INFERRED, JsonConflicts.FAIL, fellBack),
                new JsonRows(schema, JsonRows.Reading.WIDENED, conflicts, fellBack));
    }

    @Override
    public void adopt(Schema table) {
        if (running == null || !running.schema().equals(table)) {
            running = running(table);
        }
    }

    @Override
    public GenericRecord read(byte[] json, int start) {
        Running known = running;
        if (known == null) {
            return readWider(json, start, null);
        }
        try {
            return known.strict().read(json, start);
        } catch (BadValueException misfit) {
            return readWider(json, start, known);
        }
    }

    /** The schema is kept only if the object can be read under it: a bad one leaves no trace. */
    private GenericRecord readWider(byte[] json, int start, @Nullable Running known) {
        JsonNode tree = tree(json, start);
        Running wider = widen(tree, json, start, known);
        GenericRecord record = wider.widened().read(json, start);
        running = wider;
        return record;
    }

    private Running widen(@Nullable JsonNode tree, byte[] json, int start, @Nullable Running known) {
        if (tree == null || !tree.isObject()) {
            throw new BadValueException("expected a JSON object, found: " + JsonText.brief(json, start));
        }
        Schema schema;
        try {
            List<JsonNode> sample = List.of(tree);
            schema = known == null ? first(sample) : inference.widen(known.schema(), sample);
        } catch (IncompatibleSchemaException e) {
            throw new BadValueException(Outcome.BAD_FIELD, e.getMessage(), e);
        }
        if (known != null && schema.equals(known.schema())) {
            return known;
        }
        if (columns(schema) > MAX_COLUMNS) {
            throw new BadValueException("with this object the table would have more than " + MAX_COLUMNS
                    + " columns; if its keys are data, declare them as a map with value.schema.file");
        }
        return running(schema);
    }

    /** A member that is called like the column for conflicts is taken for it. */
    private Schema first(List<JsonNode> sample) {
        if (conflicts == JsonConflicts.FAIL) {
            return inference.infer(sample);
        }
        Schema nothing = Schema.createRecord(name, null, null, false, List.of());
        Schema first = inference.widen(ConflictColumn.in(nothing, conflicts), sample);
        if (first.getFields().size() == 1) {
            throw new BadValueException("no member has a value that tells a column's type, and there is no table yet");
        }
        return ConflictColumn.last(first);
    }

    /** Null if there is nothing but blanks. */
    private static @Nullable JsonNode tree(byte[] json, int start) {
        try (JsonParser parser = TREES.createParser(json, start, json.length - start)) {
            try {
                return TREES.readTree(parser);
            } catch (JsonProcessingException e) {
                throw JsonText.notJson(parser, json, start, e);
            }
        } catch (IOException e) {
            throw new IllegalStateException("reading from an array", e);
        }
    }

    private static int columns(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                schema.getFields().stream()
                        .mapToInt(field -> columns(field.schema()))
                        .sum();
            case UNION ->
                schema.getTypes().stream().mapToInt(EvolvingJson::columns).sum();
            case ARRAY -> columns(schema.getElementType());
            case MAP -> columns(schema.getValueType());
            case NULL -> 0;
            default -> 1;
        };
    }
}
