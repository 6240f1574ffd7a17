/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.KafkaTool;
import io.sluice.it.support.SluiceBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's own {@code kafka-dump-log} on our segments: of a topic, compacted or not, of the offsets and transactions. */
@Tag("peers")
class KafkaDumpLogIT {

    private static final int RECORDS = 30_000;

    @TempDir
    Path dir;

    @Test
    void readsSegmentsOffsetsAndTransactions() throws Exception {
        try (KafkaServer broker = new SluiceBroker(
                "dump-log",
                dir,
                "log.cleaner.backoff.ms=50",
                "log.cleaner.min.cleanable.ratio=0.01",
                "log.segment.bytes=1048576",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.num.partitions=1")) {
            broker.start();
            produce(broker, "events", Map.of());
            produce(broker, "users", Map.of("cleanup.policy", "compact"));
            commit(broker);
            transact(broker);
            await("a compacted segment")
                    .atMost(Duration.ofMinutes(2))
                    .ignoreException(NoSuchFileException.class) // there is none yet
                    .until(() -> Files.size(segments("users-0").get(0)) < 500_000);
            broker.process().terminate();
        }

        assertThat(dumpAll("events-0"))
                .filteredOn(line -> line.contains(" payload: value-"))
                .hasSize(RECORDS);
        assertThat(dumpAll("users-0"))
                .filteredOn(line -> line.contains(" payload: value-"))
                .hasSizeLessThan(RECORDS / 2)
                .anyMatch(line -> line.contains("offset: " + (RECORDS - 1) + " "));
        assertThat(dump(segments("__consumer_offsets-0").get(0), "--offsets-decoder"))
                .anyMatch(line -> line.contains("\"group\":\"readers\"") && line.contains("\"offset\":42"));
        // open, about to commit, committed
        assertThat(dump(segments("__transaction_state-0").get(0), "--transaction-log-decoder"))
                .anyMatch(line -> line.contains("\"transactionalId\":\"payer\"")
                        && line.contains("\"transactionStatus\":1")
                        && line.contains("\"topic\":\"payments\""))
                .anyMatch(line -> line.contains("\"transactionStatus\":2"))
                .anyMatch(line -> line.contains("\"transactionStatus\":4"));
        assertThat(dump(segments("payments-0").get(0), "--print-data-log"))
                .anyMatch(line -> line.contains("endTxnMarker: COMMIT"))
                .anyMatch(line -> line.contains("endTxnMarker: ABORT"));
    }

    private List<Path> segments(String partition) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("data/log").resolve(partition))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> dumpAll(String partition) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path segment : segments(partition)) {
            lines.addAll(dump(segment, "--print-data-log"));
            String base = segment.toString().replaceAll("log$", "");
            for (String index : List.of("index", "timeindex")) {
                assertThat(dump(Path.of(base + index), "--verify-index-only"))
                        .as("%s%s", base, index)
                        .noneMatch(line -> line.contains("mismatch") || line.contains("corrupt"));
            }
        }
        return lines;
    }

    private List<String> dump(Path file, String option) throws IOException {
        return new KafkaTool("org.apache.kafka.tools.DumpLogSegments", dir).run(option, "--files", file.toString());
    }

    private static void produce(KafkaServer broker, String topic, Map<String, String> configs) throws Exception {
        try (Admin admin = Clients.admin(broker.bootstrapServers());
                Producer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            for (int i = 0; i < RECORDS; i++) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, "key" + i % 100, "value-" + i + "x".repeat(100)));
            }
        }
    }

    private static void transact(KafkaServer broker) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "payer"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            for (boolean commits : new boolean[] {true, false}) {
                producer.beginTransaction();
                var unused = producer.send(new ProducerRecord<>("payments", "key", "value"));
                producer.flush();
                if (commits) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
    }

    private static void commit(KafkaServer broker) {
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "readers"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.commitSync(Map.of(new TopicPartition("events", 0), new OffsetAndMetadata(42)));
        }
    }
}
