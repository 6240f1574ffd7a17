/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
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

    private static final ObjectMapper TREES = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build());

    private final JsonSchemaInference inference;
    private @Nullable Running running;

    /** Readers of the schema so far: one that refuses what the schema lacks, one that knows it has nothing to add. */
    private record Running(Schema schema, JsonRows strict, JsonRows lenient) {
        Running(Schema schema) {
            this(
                    schema,
                    new JsonRows(schema, JsonRows.UnknownFields.REFUSE),
                    new JsonRows(schema, JsonRows.UnknownFields.SKIP));
        }
    }

    EvolvingJson(String topic) {
        this.inference = new JsonSchemaInference(AvroNames.ofTopic(topic), JsonSchemaInference.OnConflict.FAIL);
    }

    @Override
    public void adopt(Schema table) {
        running = new Running(table);
    }

    @Override
    public GenericRecord read(byte[] json) {
        Running known = running;
        if (known == null) {
            return readWider(json, null);
        }
        try {
            return known.strict().read(json);
        } catch (BadValueException misfit) {
            return readWider(json, known);
        }
    }

    /** The schema is kept only if the object can be read under it: a bad one leaves no trace. */
    private GenericRecord readWider(byte[] json, @Nullable Running known) {
        JsonNode tree = tree(json);
        Running wider = widen(tree, json, known);
        GenericRecord record = wider.lenient().read(json);
        running = wider;
        return record;
    }

    private Running widen(JsonNode tree, byte[] json, @Nullable Running known) {
        if (!tree.isObject()) {
            throw new BadValueException("expected a JSON object, found: " + JsonText.brief(json));
        }
        Schema schema;
        try {
            List<JsonNode> sample = List.of(tree);
            schema = known == null ? inference.infer(sample) : inference.widen(known.schema(), sample);
        } catch (IncompatibleSchemaException e) {
            throw new BadValueException(e.getMessage(), e);
        }
        if (known != null && schema.equals(known.schema())) {
            return known;
        }
        if (columns(schema) > MAX_COLUMNS) {
            throw new BadValueException("with this object the table would have more than " + MAX_COLUMNS
                    + " columns; if its keys are data, declare them as a map with value.schema.file");
        }
        return new Running(schema);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return TREES.readTree(json);
        } catch (JsonProcessingException e) {
            throw JsonText.notJson(json, e);
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
