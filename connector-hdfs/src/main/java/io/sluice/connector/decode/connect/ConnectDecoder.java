/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.AvroNames;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads Connect's own data: structs by their schema, and maps without one as JSON objects are read. */
public final class ConnectDecoder implements ValueDecoder {

    private static final int CACHED_SCHEMAS = 1000;
    /** What is no number in JSON is not made a text of on the quiet: NaN is found to be wrong when it is read. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private final JsonDecoder json;

    private final Map<SchemaOfTopic, ConnectValues.ToRecord> conversions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaOfTopic, ConnectValues.ToRecord> eldest) {
            return size() > CACHED_SCHEMAS;
        }
    };

    /**
     * The same by topic and identity: to look a schema up by its value is to hash all of it, and converters hand out the
     * same object again and again.
     */
    private final Map<String, IdentityHashMap<Schema, ConnectValues.ToRecord>> met = new HashMap<>();

    /** A struct's schema may have no name; the row then has its topic's. */
    private record SchemaOfTopic(Schema schema, String topic) {}

    /** @param json reads maps that have no schema */
    public ConnectDecoder(JsonDecoder json) {
        this.json = json;
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        if (record.value() instanceof Struct struct) {
            return conversion(struct.schema(), record.originalTopic()).apply(struct);
        }
        if (record.value() instanceof Map<?, ?> map) {
            return json.decode(record.originalTopic(), bytes(map));
        }
        throw new BadValueException("expected a struct or a map, found " + BadValueException.brief(record.value())
                + "; for bytes or text set value.format to avro, json or text");
    }

    @Override
    public void adopt(String topic, org.apache.avro.Schema table) {
        json.adopt(topic, table);
    }

    @Override
    public void forget(String topic) {
        json.forget(topic);
    }

    private static byte[] bytes(Map<?, ?> map) {
        try {
            return JSON.writeValueAsBytes(map);
        } catch (JsonProcessingException e) {
            throw new BadValueException("a map that has no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private ConnectValues.ToRecord conversion(Schema schema, String topic) {
        IdentityHashMap<Schema, ConnectValues.ToRecord> ofTopic =
                met.computeIfAbsent(topic, name -> new IdentityHashMap<>());
        ConnectValues.ToRecord known = ofTopic.get(schema);
        if (known != null) {
            return known;
        }
        ConnectValues.ToRecord conversion = conversions.computeIfAbsent(
                new SchemaOfTopic(schema, topic),
                key -> ConnectValues.ofRow(schema, ConnectSchemas.ofRow(schema, AvroNames.ofTopic(topic))));
        if (ofTopic.size() >= CACHED_SCHEMAS) {
            ofTopic.clear();
        }
        ofTopic.put(schema, conversion);
        return conversion;
    }
}
