/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.decode.value.Bytes;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads JSON objects, under a declared schema or under one per topic that follows the data. */
final class JsonDecoder implements ValueDecoder {

    private final Map<String, JsonReader> readers = new HashMap<>();
    private final Function<String, JsonReader> newReader;

    private JsonDecoder(Function<String, JsonReader> newReader) {
        this.newReader = newReader;
    }

    /** Reads the objects of one topic. */
    interface JsonReader {
        GenericRecord read(byte[] json);

        /** The table's schema, to begin with or to go back to; of no interest to who has a declared one. */
        default void adopt(Schema table) {}
    }

    static JsonDecoder declared(Schema schema) {
        JsonRows rows = new JsonRows(schema, JsonRows.UnknownFields.SKIP);
        return new JsonDecoder(topic -> rows::read);
    }

    static JsonDecoder inferred() {
        return new JsonDecoder(EvolvingJson::new);
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        return decode(record.originalTopic(), Bytes.of(record));
    }

    GenericRecord decode(String topic, byte[] json) {
        return readers.computeIfAbsent(topic, newReader).read(json);
    }

    @Override
    public void adopt(String topic, Schema table) {
        readers.computeIfAbsent(topic, newReader).adopt(table);
    }
}
