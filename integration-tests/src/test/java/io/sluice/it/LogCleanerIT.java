/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.SluiceBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own clients on compacted topics, and the offsets that the broker keeps in one, across SIGKILL. */
class LogCleanerIT {

    private static final String SEGMENT_BYTES = "1048576";
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
    private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);

    @TempDir
    Path dir;

    private KafkaServer broker;

    @BeforeEach
    void start() throws Exception {
        broker = new SluiceBroker(
                "log-cleaner",
                dir,
                "log.cleaner.backoff.ms=50",
                "log.cleaner.min.cleanable.ratio=0.01",
                "log.cleaner.delete.retention.ms=1",
                "offsets.topic.segment.bytes=" + SEGMENT_BYTES,
                "offsets.topic.num.partitions=1",
                "group.initial.rebalance.delay.ms=0");
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void keepsTheLastValueOfEachKey() throws Exception {
        TopicPartition users = new TopicPartition("users", 0);
        create(users.topic());
        Map<String, String> expected = new HashMap<>();
        try (Producer<String, String> producer = producer()) {
            for (int i = 0; i < 40_000; i++) {
                String key = "user" + i % 500;
                String value = i % 7 == 0 ? null : i + "x".repeat(150);
                var unused = producer.send(new ProducerRecord<>(users.topic(), key, value));
                if (value == null) {
                    expected.remove(key);
                } else {
                    expected.put(key, value);
                }
            }
        }
        awaitSmallerThan(users, 2_000_000);

        assertThat(table(read(users))).isEqualTo(expected);

        broker.kill();
        broker.start();
        try (Producer<String, String> producer = producer()) {
            long offset = producer.send(new ProducerRecord<>(users.topic(), "user1", "again"))
                    .get(60, TimeUnit.SECONDS)
                    .offset();
            assertThat(offset).isEqualTo(40_000);
            expected.put("user1", "again");
        }
        awaitSmallerThan(users, 2_000_000);

        // now from the disk; before, the broker had all of it in memory still
        List<ConsumerRecord<String, String>> records = read(users);
        assertThat(table(records)).isEqualTo(expected);
        assertThat(records.size()).isLessThan(12_000);
        assertThat(records.stream().map(ConsumerRecord::offset)).isSorted().doesNotHaveDuplicates();
    }

    /** The producer is idempotent and sends on through it all, so that each of its records is in the log once. */
    @Test
    void keepsTheLastValuesThroughKillsWhileItCompacts() throws Exception {
        TopicPartition users = new TopicPartition("users", 0);
        create(users.topic());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> expected = new HashMap<>();
        try (Producer<String, String> producer = producer()) {
            for (int round = 0; round < 5; round++) {
                int killAt = random.nextInt(8_000);
                for (int i = 0; i < 8_000; i++) {
                    String key = "user" + random.nextInt(300);
                    String value = random.nextInt(7) == 0 ? null : round + "/" + i + "x".repeat(200);
                    var unused = producer.send(new ProducerRecord<>(users.topic(), key, value));
                    if (value == null) {
                        expected.remove(key);
                    } else {
                        expected.put(key, value);
                    }
                    if (i == killAt) {
                        broker.kill();
                        broker.start();
                    }
                }
                producer.flush();
            }
        }
        awaitSmallerThan(users, 2_500_000);
        assertThat(table(read(users))).as("seed %d", seed).isEqualTo(expected);

        broker.kill();
        broker.start();
        assertThat(table(read(users))).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void keepsTheOffsetsOfGroups() throws Exception {
        create("read");
        Map<TopicPartition, OffsetAndMetadata> last = Map.of();
        try (Consumer<String, String> consumer = consumer("readers")) {
            for (int i = 1; i <= 400; i++) {
                int offset = i;
                last = IntStream.range(0, 100)
                        .boxed()
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition("read", partition),
                                partition -> new OffsetAndMetadata(offset, "commit " + offset)));
                consumer.commitSync(last);
            }
        }
        awaitSmallerThan(OFFSETS, 1_300_000);
        assertThat(committed("readers")).isEqualTo(last);

        broker.kill();
        broker.start();

        assertThat(committed("readers")).isEqualTo(last);
        try (Consumer<String, String> consumer = consumer("readers")) {
            assertThat(consumer.committed(last.keySet())).isEqualTo(last);
        }
    }

    private void create(String topic) throws Exception {
        try (Admin admin = Clients.admin(broker.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(topic, topic.equals("read") ? 100 : 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", "segment.bytes", SEGMENT_BYTES))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private void awaitSmallerThan(TopicPartition partition, long bytes) {
        try (Admin admin = Clients.admin(broker.bootstrapServers())) {
            await("compaction of " + partition)
                    .atMost(LONG_ENOUGH)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> size(admin, partition), size -> size < bytes);
        }
    }

    private static long size(Admin admin, TopicPartition partition) throws Exception {
        LogDirDescription dir = admin.describeLogDirs(List.of(1))
                .allDescriptions()
                .get(60, TimeUnit.SECONDS)
                .get(1)
                .values()
                .iterator()
                .next();
        return dir.replicaInfos().get(partition).size();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        try (Admin admin = Clients.admin(broker.bootstrapServers())) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private List<ConsumerRecord<String, String>> read(TopicPartition partition) {
        try (Consumer<String, String> consumer = consumer("reader")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            await("the end of " + partition).atMost(LONG_ENOUGH).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return consumer.position(partition) >= end;
            });
            return records;
        }
    }

    private static Map<String, String> table(List<ConsumerRecord<String, String>> records) {
        Map<String, String> table = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            if (record.value() == null) {
                table.remove(record.key());
            } else {
                table.put(record.key(), record.value());
            }
        }
        return table;
    }

    private Producer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    private Consumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "none"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
