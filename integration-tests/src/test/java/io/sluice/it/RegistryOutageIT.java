/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.RegistryCalls;
import io.sluice.it.support.SluiceBroker;
import io.sluice.it.support.SluiceRegistry;
import io.sluice.schema.ConfluentWireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registry goes away while records flow, with every tolerance of errors that Connect has. A partition whose records
 * name a schema that the connector has not seen waits, another goes on; then all is there once, and nothing in the dead
 * letter queue. A record whose id the registry denies is in it.
 */
class RegistryOutageIT {

    private static final String TOPIC = "orders";
    private static final String DEAD_LETTERS = "orders-dead";
    private static final int ROWS = 500;
    private static final int UNKNOWN_ID = 4711;

    @TempDir
    Path dir;

    @Test
    void aRegistryThatIsDownDelaysRecordsAndLosesNone() throws Exception {
        try (KafkaServer broker = new SluiceBroker("registry-outage-broker", dir)) {
            broker.start();
            Clients.createTopic(broker.bootstrapServers(), TOPIC, 2);
            Clients.createTopic(broker.bootstrapServers(), DEAD_LETTERS, 1);
            ParquetTable table = new ParquetTable(
                    dir.resolve("topics").resolve(TOPIC).toUri().toString(), new Configuration());
            try (SluiceRegistry registry = new SluiceRegistry("registry-outage", broker.bootstrapServers()).start();
                    ConnectWorker worker = worker(broker, registry);
                    KafkaProducer<byte[], byte[]> producer = producer(broker)) {
                RegistryCalls calls = registry.calls();
                int first = calls.id(TOPIC + "-value", schema("").toString());
                int second = calls.id(TOPIC + "-value", schema(NOTE).toString());
                worker.start();
                send(producer, 0, 0, first, schema(""));
                send(producer, 1, ROWS, first, schema(""));
                worker.awaitRows(table, 2 * ROWS, Duration.ofMinutes(2));

                registry.kill();
                send(producer, 0, 2 * ROWS, second, schema(NOTE));
                send(producer, 1, 3 * ROWS, first, schema(""));
                worker.awaitRows(table, 3 * ROWS, Duration.ofMinutes(2));
                await("the connector to say that it waits")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> worker.output().contains(TOPIC + "-0: waiting at offset " + ROWS));
                assertThat(ids(table)).as("while it is down").noneMatch(id -> id >= 2 * ROWS && id < 3 * ROWS);

                registry.start();
                send(producer, 1, 4 * ROWS, UNKNOWN_ID, schema(""), 1);
                worker.awaitRows(table, 4 * ROWS, Duration.ofMinutes(2));
                await("the one bad record in the dead letter queue")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> end(broker, DEAD_LETTERS) == 1);

                assertThat(ids(table))
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.range(0, 4 * ROWS).boxed().toList());
            }
        }
    }

    private static final String NOTE = ",{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}";

    private static Schema schema(String more) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}" + more
                        + "]}");
    }

    private ConnectWorker worker(KafkaServer broker, SluiceRegistry registry) throws IOException {
        return ConnectWorker.embedded(
                "registry-outage-connect",
                dir,
                broker.bootstrapServers(),
                Map.ofEntries(
                        Map.entry("topics", TOPIC),
                        Map.entry("store.url", "file:///"),
                        Map.entry("topics.dir", dir.resolve("topics").toString()),
                        Map.entry("value.format", "avro"),
                        Map.entry("schema.registry.url", registry.url().toString()),
                        Map.entry("retry.backoff.ms", "500"),
                        Map.entry("flush.size", "100000"),
                        Map.entry("rotate.interval.ms", "500"),
                        Map.entry("errors.tolerance", "all"),
                        Map.entry("errors.deadletterqueue.topic.name", DEAD_LETTERS),
                        Map.entry("errors.deadletterqueue.topic.replication.factor", "1")));
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaServer broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, int partition, long firstId, int schemaId, Schema schema)
            throws IOException {
        send(producer, partition, firstId, schemaId, schema, ROWS);
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, int partition, long firstId, int schemaId, Schema schema, int count)
            throws IOException {
        for (long id = firstId; id < firstId + count; id++) {
            byte[] value = ConfluentWireFormat.frame(schemaId, encode(schema, id));
            var unused = producer.send(new ProducerRecord<>(TOPIC, partition, null, value));
        }
        producer.flush();
    }

    private static byte[] encode(Schema schema, long id) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", id);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        return out.toByteArray();
    }

    private static List<Long> ids(ParquetTable table) throws IOException {
        return table.rows(row -> (Long) row.get("id"));
    }

    private static long end(KafkaServer broker, String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Clients.admin(broker.bootstrapServers())) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }
}
