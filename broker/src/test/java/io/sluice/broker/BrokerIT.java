/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.config.BrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache Kafka's own producer, consumer and admin client against a broker in this process. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrokerIT {
    @TempDir
    static Path dir;

    private static Broker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(config(dir));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    private static BrokerConfig config(Path dir) {
        return BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dir", dir.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void whatIsProducedIsConsumed(String codec) throws Exception {
        String topic = "codec-" + codec;
        admin.createTopics(Set.of(new NewTopic(topic, 3, (short) 3))).all().get();

        produce(broker, topic, 5_000, Map.of("compression.type", codec));

        List<ConsumerRecord<String, String>> records = consumeAll(broker, topic, 3);
        assertThat(records)
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5_000).mapToObj(i -> "value-" + i).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void eachKindOfAcknowledgementIsServed(String acks) throws Exception {
        String topic = "acks-" + acks;
        TopicPartition partition = new TopicPartition(topic, 0);
        produce(broker, topic, 100, Map.of("acks", acks, "enable.idempotence", "false"));

        // Nobody waits for those of acks=0
        await().untilAsserted(() -> assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset())
                .isEqualTo(100));
        assertThat(consumeAll(broker, topic, 1)).hasSize(100);
    }

    @Test
    void aTopicIsCreatedByItsFirstUse() throws Exception {
        try (Producer<String, String> producer = producer(broker, Map.of())) {
            RecordMetadata sent = producer.send(new ProducerRecord<>("auto-created", "k", "v"))
                    .get();

            assertThat(sent.offset()).isZero();
        }
        assertThat(admin.listTopics().names().get()).contains("auto-created");
    }

    @Test
    void aConsumerWaitsForRecordsToCome() throws Exception {
        String topic = "long-poll";
        admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
        Consumer<String, String> consumer = consumer(broker, Map.of("fetch.max.wait.ms", "25000"));
        try (Producer<String, String> producer = producer(broker, Map.of())) {
            consumer.assign(Set.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            assertThat(consumer.poll(Duration.ofMillis(500))).isEmpty();

            producer.send(new ProducerRecord<>(topic, "late")).get();

            // Well before the wait is over, or the fetch was not woken
            assertThat(consumer.poll(Duration.ofSeconds(15)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("late");
        } finally {
            // Its next fetch waits already, and a patient close would wait with it
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    void recordsAreFoundByOffsetAndTime() throws Exception {
        String topic = "by-time";
        try (Producer<String, String> producer = producer(broker, Map.of())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(topic, 0, 1_000_000L + i * 1000L, "k", "v" + i))
                        .get();
            }
        }
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<String, String> consumer = consumer(broker, Map.of())) {
            OffsetAndTimestamp found =
                    consumer.offsetsForTimes(Map.of(partition, 1_041_500L)).get(partition);
            assertThat(found.offset()).isEqualTo(42);
            assertThat(found.timestamp()).isEqualTo(1_042_000L);
            assertThat(consumer.offsetsForTimes(Map.of(partition, 2_000_000L)).get(partition))
                    .isNull();
            assertThat(consumer.beginningOffsets(Set.of(partition))).containsEntry(partition, 0L);
            assertThat(consumer.endOffsets(Set.of(partition))).containsEntry(partition, 100L);

            consumer.assign(Set.of(partition));
            consumer.seek(partition, 97);
            assertThat(consumer.poll(Duration.ofSeconds(30)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("v97", "v98", "v99");
        }
        ListOffsetsResultInfo newest = admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()))
                .partitionResult(partition)
                .get();
        assertThat(newest.offset()).isEqualTo(99);
        assertThat(newest.timestamp()).isEqualTo(1_099_000L);
        assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.earliestLocal()))
                        .partitionResult(partition)
                        .get()
                        .offset())
                .isZero();
    }

    @Test
    void topicsAreCreatedDescribedGrownAndDeleted() throws Exception {
        CreateTopicsResult created = admin.createTopics(
                Set.of(new NewTopic("life", 2, (short) 1).configs(Map.of("retention.ms", "1234567"))));
        assertThat(created.numPartitions("life").get()).isEqualTo(2);
        assertThat(created.replicationFactor("life").get()).isEqualTo(1);

        TopicDescription described = admin.describeTopics(Set.of("life"))
                .topicNameValues()
                .get("life")
                .get();
        assertThat(described.topicId()).isEqualTo(created.topicId("life").get());
        assertThat(described.partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.leader().port()).isEqualTo(broker.boundPort());
            assertThat(partition.isr()).hasSize(1);
        });

        admin.createPartitions(Map.of("life", NewPartitions.increaseTo(5)))
                .all()
                .get();
        assertThat(admin.describeTopics(Set.of("life"))
                        .allTopicNames()
                        .get()
                        .get("life")
                        .partitions())
                .hasSize(5);

        assertFails(() -> admin.createTopics(Set.of(new NewTopic("life", 1, (short) 1)))
                        .all()
                        .get())
                .isInstanceOf(TopicExistsException.class);
        admin.deleteTopics(Set.of("life")).all().get();
        assertThat(admin.listTopics().names().get()).doesNotContain("life");
        assertFails(() -> admin.deleteTopics(Set.of("life")).all().get())
                .isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void aTopicCreatedAgainUnderItsOldNameIsEmpty() throws Exception {
        produce(broker, "again", 10, Map.of());
        admin.deleteTopics(Set.of("again")).all().get();
        admin.createTopics(Set.of(new NewTopic("again", 1, (short) 1))).all().get();

        produce(broker, "again", 3, Map.of());

        assertThat(consumeAll(broker, "again", 1))
                .extracting(ConsumerRecord::offset)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void whatIsNotLegalIsRefusedByKafkasOwnError() throws Exception {
        assertFails(() -> admin.createTopics(Set.of(new NewTopic("no/such name", 1, (short) 1)))
                        .all()
                        .get())
                .isInstanceOf(InvalidTopicException.class);
        assertFails(() -> admin.createTopics(
                                Set.of(new NewTopic("bad", 1, (short) 1).configs(Map.of("retenton.ms", "1"))))
                        .all()
                        .get())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("did you mean 'retention.ms'?");
        assertThat(admin.listTopics().names().get()).doesNotContain("bad");
        try (Producer<String, String> producer = producer(broker, Map.of("max.request.size", "10000000"))) {
            assertFails(() -> producer.send(new ProducerRecord<>("too-large", "x".repeat(2_000_000)))
                            .get())
                    .isInstanceOf(RecordTooLargeException.class);
            assertFails(() -> producer.send(new ProducerRecord<>("what a name", "x"))
                            .get())
                    .isInstanceOf(InvalidTopicException.class);
        }
    }

    @Test
    void configurationsAreDescribedAndAltered() throws Exception {
        admin.createTopics(Set.of(new NewTopic("configured", 1, (short) 1).configs(Map.of("segment.bytes", "1048576"))))
                .all()
                .get();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "configured");

        admin.incrementalAlterConfigs(Map.of(
                        topic,
                        List.of(
                                new AlterConfigOp(new ConfigEntry("retention.ms", "60000"), AlterConfigOp.OpType.SET),
                                new AlterConfigOp(
                                        new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.APPEND),
                                new AlterConfigOp(
                                        new ConfigEntry("segment.bytes", null), AlterConfigOp.OpType.DELETE))))
                .all()
                .get();

        Config now = admin.describeConfigs(Set.of(topic)).all().get().get(topic);
        assertThat(now.get("retention.ms").value()).isEqualTo("60000");
        assertThat(now.get("retention.ms").source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(now.get("cleanup.policy").value()).isEqualTo("delete,compact");
        assertThat(now.get("segment.bytes").value()).isEqualTo("1073741824");
        assertThat(now.get("segment.bytes").source()).isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG);

        ConfigResource self = new ConfigResource(ConfigResource.Type.BROKER, "1");
        Config brokerConfig = admin.describeConfigs(Set.of(self)).all().get().get(self);
        assertThat(brokerConfig.get("log.dir").value()).isEqualTo(dir.toString());
        assertThat(brokerConfig.get("log.dir").source()).isEqualTo(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG);
    }

    @Test
    void recordsAreDeletedUpToAnOffset() throws Exception {
        TopicPartition partition = new TopicPartition("trimmed", 0);
        produce(broker, "trimmed", 10, Map.of("batch.size", "0"));

        long low = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                .lowWatermarks()
                .get(partition)
                .get()
                .lowWatermark();

        assertThat(low).isEqualTo(4);
        assertThat(consumeAll(broker, "trimmed", 1))
                .extracting(ConsumerRecord::offset)
                .startsWith(4L)
                .hasSize(6);
    }

    @Test
    void theClusterIsDescribed() throws Exception {
        assertThat(admin.describeCluster().clusterId().get()).isEqualTo(broker.clusterId());
        assertThat(admin.describeCluster().nodes().get()).hasSize(1).allSatisfy(node -> {
            assertThat(node.id()).isEqualTo(1);
            assertThat(node.port()).isEqualTo(broker.boundPort());
        });
        assertThat(admin.describeLogDirs(Set.of(1)).allDescriptions().get().get(1))
                .hasSize(1)
                .allSatisfy((path, description) ->
                        assertThat(description.totalBytes().getAsLong()).isPositive());
        assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                .containsKeys("metadata.version", "group.version", "transaction.version");
    }

    @Test
    void everythingIsThereAfterARestart(@TempDir Path ownDir) throws Exception {
        String clusterId;
        try (Broker first = Broker.start(config(ownDir))) {
            clusterId = first.clusterId();
            produce(first, "kept", 1_000, Map.of());
        }
        try (Broker second = Broker.start(config(ownDir))) {
            assertThat(second.clusterId()).isEqualTo(clusterId);
            produce(second, "kept", 1, Map.of());

            List<ConsumerRecord<String, String>> records = consumeAll(second, "kept", 1);

            assertThat(records)
                    .extracting(ConsumerRecord::offset)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1_001).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void aDirectoryServesOneBrokerAtATime() {
        assertThatThrownBy(() -> Broker.start(config(dir)))
                .hasMessageContaining("is in use by another broker")
                .hasMessageContaining(dir.toString());
    }

    @Test
    void aBrokerLeavesNoThreadBehind(@TempDir Path ownDir) throws Exception {
        Broker own = Broker.start(config(ownDir));
        produce(own, "some", 10, Map.of());
        own.close();
        own.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .filteredOn(name -> name.startsWith("sluice-accept"))
                .hasSize(1);
    }

    private interface Action {
        void run() throws Exception;
    }

    /** The cause that a client's future wraps. */
    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(Action action) {
        return assertThatThrownBy(action::run)
                .isInstanceOf(ExecutionException.class)
                .cause();
    }

    private static void produce(Broker to, String topic, int count, Map<String, String> settings) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Producer<String, String> producer = producer(to, settings)) {
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, "key-" + i, "value-" + i)));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static Producer<String, String> producer(Broker to, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", to.bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static Consumer<String, String> consumer(Broker from, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", from.bootstrapServers());
        all.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    private static List<ConsumerRecord<String, String>> consumeAll(Broker from, String topic, int partitions) {
        List<TopicPartition> assigned = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (Consumer<String, String> consumer = consumer(from, Map.of())) {
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (assigned.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(5)).forEach(records::add);
            }
        }
        return records;
    }
}
