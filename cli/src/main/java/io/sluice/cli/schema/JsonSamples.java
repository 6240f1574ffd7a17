/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.terminal.UserError;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.JsonSchemaInference;
import io.sluice.schema.JsonSchemaInference.OnConflict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.avro.Schema;

/** A schema for the JSON objects of a file: one a line, over several lines, or the elements of one array. */
public final class JsonSamples {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonSamples() {}

    /**
     * Reads all of it, one object at a time.
     *
     * @param source of the objects, for messages
     * @param recordName what the schema is called
     * @throws UserError if it is no JSON, or no schema holds it; names the line
     */
    public static Schema infer(InputStream in, String source, String recordName, OnConflict onConflict)
            throws IOException {
        try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(in)) {
            Samples samples = new Samples(objects);
            try {
                return new JsonSchemaInference(recordName, onConflict).infer(() -> samples);
            } catch (IncompatibleSchemaException e) {
                throw new UserError(source + ", line " + samples.lineNumber + ": " + e.getMessage());
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof JsonProcessingException json) {
                throw notJson(source, json);
            }
            throw e.getCause();
        } catch (JsonProcessingException e) {
            throw notJson(source, e);
        }
    }

    private static UserError notJson(String source, JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        return new UserError(source + ", line " + line + ": no JSON: " + e.getOriginalMessage());
    }

    /** One after the other, with the place where it is. */
    private static final class Samples implements Iterator<JsonNode> {

        private final MappingIterator<JsonNode> objects;
        private int lineNumber = 1;

        Samples(MappingIterator<JsonNode> objects) {
            this.objects = objects;
        }

        @Override
        public boolean hasNext() {
            try {
                return objects.hasNextValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public JsonNode next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                JsonNode object = objects.nextValue();
                lineNumber = objects.getParser().currentTokenLocation().getLineNr();
                return object;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
