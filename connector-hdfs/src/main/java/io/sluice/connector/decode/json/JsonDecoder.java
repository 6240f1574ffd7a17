/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.ConfluentWireFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects, under a declared schema or under one per topic that follows the data. An object may stand behind
 * the header of Confluent's wire format, whose first byte is none that a JSON text begins with; the schema that the
 * header names is not asked for.
 */
public final class JsonDecoder implements ValueDecoder {

    private final Map<String, JsonReader> readers = new HashMap<>();
    private final Function<String, JsonReader> newReader;
    private @Nullable String lastTopic;
    private @Nullable JsonReader lastReader;

    private JsonDecoder(Function<String, JsonReader> newReader) {
        this.newReader = newReader;
    }

    /** Reads the objects of one topic. */
    interface JsonReader {
        GenericRecord read(byte[] json, int start);

        /** The table's schema, to begin with or to go back to; of no interest to who has a declared one. */
        default void adopt(Schema table) {}
    }

    /** @throws IllegalArgumentException if the schema has a column for conflicts that cannot take them */
    public static JsonDecoder declared(Schema schema, JsonConflicts conflicts, DecodeCounters counters) {
        Schema row = ConflictColumn.in(schema, conflicts);
        return new JsonDecoder(topic -> {
            Runnable fellBack = () -> counters.count(topic, Outcome.FELL_BACK);
            return new JsonRows(row, JsonRows.Reading.DECLARED, conflicts, fellBack)::read;
        });
    }

    public static JsonDecoder inferred(JsonConflicts conflicts, DecodeCounters counters) {
        return new JsonDecoder(
                topic -> new EvolvingJson(topic, conflicts, () -> counters.count(topic, Outcome.FELL_BACK)));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        return decode(record.originalTopic(), Bytes.of(record));
    }

    /** The row of one object of a topic, as {@link #decode(SinkRecord)} for who has no record. */
    public GenericRecord decode(String topic, byte[] json) {
        JsonReader reader = lastReader;
        if (reader == null || !topic.equals(lastTopic)) {
            reader = readers.computeIfAbsent(topic, newReader);
            lastReader = reader;
            lastTopic = topic;
        }
        boolean framed = json.length >= ConfluentWireFormat.HEADER_BYTES && json[0] == 0;
        return reader.read(json, framed ? ConfluentWireFormat.HEADER_BYTES : 0);
    }

    @Override
    public void adopt(String topic, Schema table) {
        readers.computeIfAbsent(topic, newReader).adopt(table);
    }

    @Override
    public void forget(String topic) {
        readers.remove(topic);
        lastReader = null;
    }
}
