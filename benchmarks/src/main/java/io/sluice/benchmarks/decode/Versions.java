/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.schema.SchemaEvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One topic whose records take turns in the version of the schema that they were written with. A version has some of nine
 * optional fields; records of the one version have as many as those of five hundred have on average, and the table has all
 * of them either way.
 */
final class Versions {

    static final int RECORDS = 10_000;
    static final String TOPIC = "flights";

    private static final int OPTIONAL_FIELDS = 9;
    private static final int ALL = (1 << OPTIONAL_FIELDS) - 1;
    private static final int HALF = 0b010101011;

    private Versions() {}

    /** A record as its producer has it. */
    interface Producer {
        Object value(int version, GenericRecord flight);
    }

    /** A topic, and what decodes it. */
    record Topic(ValueDecoder decoder, List<SinkRecord> records) {}

    /** A topic of a format, with so many versions in turns. */
    static Topic topic(String format, int versions) {
        return switch (format) {
            case "avro" -> AvroVersions.topic(versions);
            case "protobuf" -> ProtobufVersions.topic(versions);
            case "connect" -> ConnectVersions.topic(versions);
            case "json" -> JsonVersions.topic(versions);
            case "json-inferred" -> JsonVersions.inferred(versions);
            default -> throw new IllegalArgumentException("no such format: " + format);
        };
    }

    static List<SinkRecord> records(int versions, Producer producer) {
        Random random = new Random(7);
        Schema[] schemas = new Schema[ALL + 1];
        List<SinkRecord> records = new ArrayList<>(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            int id = versions == 1 ? HALF : i % versions + 1;
            if (schemas[id] == null) {
                schemas[id] = Flights.withOptional(id);
            }
            Object value = producer.value(id, Flights.record(schemas[id], random));
            records.add(new SinkRecord(TOPIC, 0, null, null, null, value, i));
        }
        return records;
    }

    /** The schema of a table that has grown by all versions. */
    static Schema table(IntFunction<Schema> version) {
        Schema table = version.apply(ALL);
        for (int id = 1; id <= ALL; id++) {
            table = SchemaEvolution.merge(table, version.apply(id));
        }
        return table;
    }
}
