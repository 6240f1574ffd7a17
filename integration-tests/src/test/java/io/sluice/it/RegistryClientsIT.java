/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.Legacy4ByteIdHandler;
import io.apicurio.registry.serde.SerdeConfig;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.config.IdOption;
import io.sluice.it.support.Clients;
import io.sluice.it.support.ConfluentApiResolver;
import io.sluice.it.support.ConnectWorker;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.Program;
import io.sluice.it.support.Project;
import io.sluice.it.support.SluiceBroker;
import io.sluice.it.support.SluiceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's clients register and write through our registry and broker into tables, and read back. */
@Tag("peers")
class RegistryClientsIT {

    private static final Path SCRIPTS = Project.module("integration-tests").resolve("src/test/js-registry");
    private static final Path GOLDEN = Project.module("schemas").resolve("src/test/resources/golden");
    private static final String JS = "flights-js";
    private static final String APICURIO = "flights-apicurio";
    private static final int RECORDS = 1_000;

    @TempDir
    static Path dir;

    private static KafkaServer broker;
    private static SluiceRegistry registry;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() throws IOException {
        broker = new SluiceBroker("registry-clients-broker", dir);
        broker.start();
        registry = new SluiceRegistry("registry-clients", broker.bootstrapServers()).start();
        Clients.createTopic(broker.bootstrapServers(), JS, 1);
        Clients.createTopic(broker.bootstrapServers(), APICURIO, 1);
        worker = ConnectWorker.embedded(
                "registry-clients-connect",
                dir,
                broker.bootstrapServers(),
                Map.of(
                        "topics", JS + "," + APICURIO,
                        "store.url", "file:///",
                        "topics.dir", dir.resolve("topics").toString(),
                        "value.format", "avro",
                        "schema.registry.url", registry.url().toString(),
                        "flush.size", "100000",
                        "rotate.interval.ms", "500"));
        worker.start();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {worker, registry, broker}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void kafkaJsWritesThroughItIntoATable() throws IOException {
        install();
        Path values = Files.createDirectories(dir.resolve("kafkajs"));
        List<String> command = List.of(
                "node",
                SCRIPTS.resolve("roundtrip.js").toString(),
                broker.bootstrapServers(),
                registry.url().toString(),
                JS,
                String.valueOf(RECORDS),
                values.toString());
        try (Program node = Program.start("registry-kafkajs", command, Map.of("KAFKAJS_NO_PARTITIONER_WARNING", "1"))) {
            node.awaitSuccess(Duration.ofMinutes(2));
        }

        ParquetTable table = table(JS);
        worker.awaitRows(table, RECORDS, Duration.ofMinutes(2));
        assertThat(table.rows(RegistryClientsIT::idOf))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, RECORDS).boxed().toList());
        assertThat(table.rows(row -> row.get("carrier") + "/" + row.get("delayMinutes") + "/" + row.get("gate")))
                .as("of both versions")
                .contains("XÆ2/0.5/null", "XÆ6/1.5/G6", "XÆ9/null/G9");
        for (String type : List.of("avro", "protobuf", "json")) {
            compare("kafkajs-" + type + ".bin", Files.readAllBytes(values.resolve("kafkajs-" + type + ".bin")));
        }
    }

    private static void install() throws IOException {
        if (Files.isDirectory(SCRIPTS.resolve("node_modules/@kafkajs/confluent-schema-registry"))) {
            return;
        }
        List<String> install = List.of("npm", "--prefix", SCRIPTS.toString(), "ci", "--no-audit", "--no-fund");
        try (Program npm = Program.start("npm-registry", install, Map.of())) {
            npm.awaitSuccess(Duration.ofMinutes(5));
        } catch (IOException e) {
            throw new AssertionError("node and npm are not installed: apt-get install npm", e);
        }
    }

    @Test
    void apicuriosSerializersWriteAndReadThroughIt() throws IOException {
        Schema schema = new Schema.Parser().parse(Files.readString(GOLDEN.resolve("flight.avsc")));
        try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>(resolver());
                KafkaProducer<byte[], GenericRecord> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        serializer)) {
            serializer.configure(asConfluent(), false);
            for (long id = 0; id < RECORDS; id++) {
                var unused = producer.send(new ProducerRecord<>(APICURIO, flight(schema, id)));
            }
            producer.flush();
            compare("apicurio-avro.bin", serializer.serialize(APICURIO, flight(schema, 2)));
        }

        assertThat(readBack())
                .hasSize(RECORDS)
                .allSatisfy(record -> assertThat(record).isEqualTo(flight(schema, idOf(record))));
        ParquetTable table = table(APICURIO);
        worker.awaitRows(table, RECORDS, Duration.ofMinutes(2));
        assertThat(table.rows(RegistryClientsIT::idOf))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, RECORDS).boxed().toList());
    }

    private static ConfluentApiResolver<GenericRecord> resolver() {
        return new ConfluentApiResolver<>(registry.url(), APICURIO + "-value");
    }

    private static Map<String, Object> asConfluent() {
        return Map.of(
                SerdeConfig.ID_HANDLER, Legacy4ByteIdHandler.class.getName(),
                SerdeConfig.USE_ID, IdOption.globalId.name(),
                SerdeConfig.ENABLE_HEADERS, "false");
    }

    private static List<GenericRecord> readBack() {
        List<GenericRecord> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition(APICURIO, 0);
        try (AvroKafkaDeserializer<GenericRecord> deserializer = new AvroKafkaDeserializer<>();
                KafkaConsumer<byte[], GenericRecord> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        deserializer)) {
            deserializer.setSchemaResolver(resolver());
            deserializer.configure(asConfluent(), false);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> records.add(record.value()));
            }
        }
        return records;
    }

    private static GenericRecord flight(Schema schema, long id) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", id);
        record.put("carrier", new org.apache.avro.util.Utf8("XÆ" + id));
        record.put("delayMinutes", id % 2 == 0 ? (Double) (id / 4.0) : null);
        return record;
    }

    private static long idOf(GenericRecord record) {
        return (Long) record.get("id");
    }

    private static ParquetTable table(String topic) {
        return new ParquetTable(dir.resolve("topics").resolve(topic).toUri().toString(), new Configuration());
    }

    /** With what is kept for the unit tests of other modules. */
    private static void compare(String name, byte[] value) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("sluice.golden.update")) {
            Files.write(file, value);
        }
        assertThat(file).as("golden file; see its README").hasBinaryContent(value);
    }
}
