/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.connect.ConnectDecoder;
import io.sluice.connector.decode.connect.ConnectSchemas;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** {@link Versions} of Connect's structs, as converters hand them over. */
final class ConnectVersions {

    private ConnectVersions() {}

    private static final Map<Integer, Schema> SCHEMAS = new HashMap<>();

    private static Schema schema(int version) {
        return SCHEMAS.computeIfAbsent(version, ConnectVersions::struct);
    }

    private static Schema struct(int version) {
        SchemaBuilder struct = SchemaBuilder.struct().name("flights.Flight");
        for (Field field : Flights.withOptional(version).getFields()) {
            boolean nullable = field.schema().isNullable();
            var type = nullable ? field.schema().getTypes().get(1) : field.schema();
            SchemaBuilder column =
                    switch (type.getType()) {
                        case INT -> SchemaBuilder.int32();
                        case LONG -> SchemaBuilder.int64();
                        case DOUBLE -> SchemaBuilder.float64();
                        case BOOLEAN -> SchemaBuilder.bool();
                        case STRING -> SchemaBuilder.string();
                        default -> throw new IllegalArgumentException("no flight has " + type);
                    };
            struct.field(field.name(), nullable ? column.optional().build() : column.build());
        }
        return struct.build();
    }

    private static Struct value(int version, GenericRecord flight) {
        Struct struct = new Struct(schema(version));
        struct.schema().fields().forEach(field -> {
            Object value = flight.get(field.name());
            struct.put(field, value instanceof CharSequence text ? text.toString() : value);
        });
        return struct;
    }

    private static ConnectDecoder decoder() {
        return new ConnectDecoder(JsonDecoder.inferred(JsonConflicts.FAIL, new DecodeCounters()));
    }

    static Versions.Topic topic(int versions) {
        ConnectDecoder decoder = decoder();
        decoder.adopt(Versions.TOPIC, Versions.table(version -> ConnectSchemas.ofRow(schema(version), "flights")));
        return new Versions.Topic(decoder, Versions.records(versions, ConnectVersions::value));
    }
}
