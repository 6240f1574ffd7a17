/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Reads Connect's own data: structs by their schema, straight to that of the topic's table, and maps without one as JSON
 * objects are read.
 */
public final class ConnectDecoder implements ValueDecoder {

    /** What is no number in JSON is not made a text of on the quiet: NaN is found to be wrong when it is read. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private final JsonDecoder json;

    private final Map<String, TopicStructs> topics = new HashMap<>();

    /** @param json reads maps that have no schema */
    public ConnectDecoder(JsonDecoder json) {
        this.json = json;
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        if (record.value() instanceof Struct struct) {
            return topic(record.originalTopic()).row(struct);
        }
        if (record.value() instanceof Map<?, ?> map) {
            return json.decode(record.originalTopic(), bytes(map));
        }
        throw new BadValueException("expected a struct or a map, found " + BadValueException.brief(record.value())
                + "; for bytes or text set value.format to avro, json or text");
    }

    @Override
    public void adopt(String topic, org.apache.avro.Schema table) {
        topic(topic).adopt(table);
        json.adopt(topic, table);
    }

    @Override
    public void forget(String topic) {
        topic(topic).forget();
        json.forget(topic);
    }

    private static byte[] bytes(Map<?, ?> map) {
        try {
            return JSON.writeValueAsBytes(map);
        } catch (JsonProcessingException e) {
            throw new BadValueException("a map that has no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private TopicStructs topic(String name) {
        TopicStructs known = topics.get(name);
        if (known == null) {
            known = new TopicStructs(name);
            topics.put(name, known);
        }
        return known;
    }
}
