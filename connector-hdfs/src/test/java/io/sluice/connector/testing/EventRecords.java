/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.util.List;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records of a topic whose producers do not all have the same version of the schema. */
public final class EventRecords {

    private static final List<Schema> VERSIONS = List.of(
            fields().build(),
            fields().field("note", Schema.OPTIONAL_STRING_SCHEMA).build(),
            fields().field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("amount", Schema.OPTIONAL_FLOAT64_SCHEMA)
                    .build());

    public static final int VERSION_COUNT = VERSIONS.size();

    private EventRecords() {}

    private static SchemaBuilder fields() {
        return SchemaBuilder.struct()
                .name("test.Event")
                .field("partition", Schema.INT32_SCHEMA)
                .field("id", Schema.INT64_SCHEMA)
                .field("bucket", Schema.STRING_SCHEMA);
    }

    /** A record whose content tells it from any other. */
    public static SinkRecord record(TopicPartition partition, long offset, int version, String bucket) {
        Schema schema = VERSIONS.get(version);
        Struct value = new Struct(schema)
                .put("partition", partition.partition())
                .put("id", offset)
                .put("bucket", bucket);
        if (version > 0) {
            value.put("note", "note " + offset);
        }
        if (version > 1) {
            value.put("amount", offset / 8.0);
        }
        return new SinkRecord(
                partition.topic(), partition.partition(), null, null, schema, value, offset, 1_000 + offset, null);
    }

    /** A record that is left out of the table. */
    public static SinkRecord tombstone(TopicPartition partition, long offset) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, null, null, offset);
    }

    /** Some records: versions and output partitions take turns, there are gaps and tombstones. */
    public static Topic random(TopicPartition partition, int count, Random random) {
        Topic topic = new Topic();
        long offset = random.nextInt(3) * 7L;
        int version = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(10) == 0) {
                version = Math.min(version + 1, VERSION_COUNT - 1);
            }
            int own = random.nextInt(3) == 0 ? random.nextInt(version + 1) : version;
            String bucket = "b" + (random.nextInt(4) == 0 ? random.nextInt(4) : i / 20);
            topic.add(random.nextInt(15) == 0 ? tombstone(partition, offset) : record(partition, offset, own, bucket));
            offset += random.nextInt(12) == 0 ? 2 + random.nextInt(5) : 1;
        }
        return topic;
    }

    /** What the table should say about a record. */
    public static String expected(SinkRecord record) {
        Struct value = (Struct) record.value();
        return line(
                value.get("partition"),
                value.get("id"),
                value.get("bucket"),
                value.schema().field("note") == null ? null : value.get("note"),
                value.schema().field("amount") == null ? null : value.get("amount"));
    }

    /** What the table says. */
    public static String found(GenericRecord value) {
        return line(
                value.get("partition"),
                value.get("id"),
                value.get("bucket"),
                field(value, "note"),
                field(value, "amount"));
    }

    private static Object field(GenericRecord value, String name) {
        return value.hasField(name) ? String.valueOf(value.get(name)) : "null";
    }

    private static String line(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(field).append(' ');
        }
        return line.toString();
    }
}
