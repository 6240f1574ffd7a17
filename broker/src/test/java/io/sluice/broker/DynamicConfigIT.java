/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.broker.config.BrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator can set while the broker runs, by Apache Kafka's Admin client. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DynamicConfigIT {
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final ConfigResource SELF = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "topic");

    @TempDir
    Path dir;

    private Broker broker;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.of(
                Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dir", dir.toString(), "log.retention.ms", "111")));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    private void create(Map<String, String> configs) throws Exception {
        admin.createTopics(Set.of(new NewTopic("topic", 1, (short) 1).configs(configs)))
                .all()
                .get();
    }

    private void set(ConfigResource resource, String key, String value) throws Exception {
        alter(resource, OpType.SET, key, value, false);
    }

    private void alter(ConfigResource resource, OpType operation, String key, String value, boolean validateOnly)
            throws Exception {
        admin.incrementalAlterConfigs(
                        Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), operation))),
                        new AlterConfigsOptions().validateOnly(validateOnly))
                .all()
                .get();
    }

    private Config describe(ConfigResource resource) throws Exception {
        return admin.describeConfigs(Set.of(resource)).all().get().get(resource);
    }

    private ConfigEntry describe(ConfigResource resource, String key) throws Exception {
        return describe(resource).get(key);
    }

    @Test
    void defaultsOfTopicsChangeAtOnceAndSurviveARestart() throws Exception {
        create(Map.of());
        assertThat(describe(TOPIC, "retention.ms").value()).isEqualTo("111");

        set(ALL, "log.retention.ms", "222");
        assertThat(describe(TOPIC, "retention.ms").value()).isEqualTo("222");
        assertThat(describe(TOPIC, "retention.ms").source()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        assertThat(describe(ALL).entries())
                .extracting(ConfigEntry::name, ConfigEntry::value)
                .containsExactly(tuple("log.retention.ms", "222"));

        set(SELF, "log.retention.ms", "333");
        assertThat(describe(TOPIC, "retention.ms").value()).isEqualTo("333");
        assertThat(describe(SELF, "log.retention.ms").source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        assertThat(describe(SELF, "log.retention.ms").isReadOnly()).isFalse();
        assertThat(describe(SELF, "node.id").isReadOnly()).isTrue();

        stop();
        start();
        assertThat(describe(TOPIC, "retention.ms").value()).isEqualTo("333");

        alter(SELF, OpType.DELETE, "log.retention.ms", null, false);
        assertThat(describe(TOPIC, "retention.ms").value()).isEqualTo("222");
        alter(ALL, OpType.DELETE, "log.retention.ms", null, false);
        assertThat(describe(TOPIC, "retention.ms").source()).isEqualTo(ConfigSource.STATIC_BROKER_CONFIG);
    }

    @Test
    void aLowerLimitOfMessagesIsInForceAtOnce() throws Exception {
        create(Map.of());
        send("x".repeat(3000));
        set(SELF, "message.max.bytes", "2000");
        assertThatThrownBy(() -> send("x".repeat(3000))).hasRootCauseInstanceOf(RecordTooLargeException.class);
        set(TOPIC, "max.message.bytes", "4000");
        send("x".repeat(3000));
    }

    @Test
    void theLogCleanerCanBeSet() throws Exception {
        set(ALL, "log.cleaner.threads", "2");
        set(SELF, "log.cleaner.io.max.bytes.per.second", "1000000");
        assertThat(describe(SELF, "log.cleaner.threads").value()).isEqualTo("2");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("sluice-log-cleaner-0", "sluice-log-cleaner-1");
        alter(ALL, OpType.SET, "log.cleaner.threads", "5", true);
        assertThat(describe(SELF, "log.cleaner.threads").value())
                .as("only validated")
                .isEqualTo("2");
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        create(Map.of("min.compaction.lag.ms", "1000"));
        assertFails(
                SELF,
                "node.id",
                "2",
                InvalidRequestException.class,
                "Cannot update these configs dynamically: node.id");
        assertFails(
                SELF, "log.retenton.ms", "2", InvalidConfigurationException.class, "did you mean 'log.retention.ms'?");
        assertFails(SELF, "log.cleaner.threads", "many", InvalidConfigurationException.class, "Not a number");
        assertFails(ALL, "log.retention.ms", "soon", InvalidConfigurationException.class, "Not a number");
        assertFails(ALL, "min.insync.replicas", "2", InvalidConfigurationException.class, "there is one broker");
        assertFails(TOPIC, "min.insync.replicas", "2", InvalidConfigurationException.class, "there is one broker");
        assertFails(
                ALL,
                "log.cleaner.max.compaction.lag.ms",
                "10",
                InvalidConfigurationException.class,
                "min.compaction.lag.ms (1000) must not be larger than max.compaction.lag.ms (10)");
        assertFails(
                new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"),
                "root",
                "INFO",
                InvalidRequestException.class,
                "There are no settings of resource type BROKER_LOGGER");
    }

    private void assertFails(
            ConfigResource resource, String key, String value, Class<? extends Exception> type, String message) {
        for (boolean validateOnly : new boolean[] {true, false}) {
            assertThatThrownBy(() -> alter(resource, OpType.SET, key, value, validateOnly))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(type)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void timesOfTheBrokerAreStamped() throws Exception {
        create(Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "zstd"));
        long before = System.currentTimeMillis();
        send(1L, "a");
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(record.timestamp()).isBetween(before, System.currentTimeMillis());
            assertThat(record.value()).isEqualTo("a");
        });
    }

    @Test
    void everySpecialTimeHasItsOffset() throws Exception {
        create(Map.of("retention.ms", "-1"));
        for (long time : new long[] {1000, 3000, 2000}) {
            send(time, "at " + time);
        }
        TopicPartition partition = new TopicPartition("topic", 0);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                .all()
                .get();
        assertThat(offset(partition, OffsetSpec.latest())).isEqualTo(3);
        assertThat(offset(partition, OffsetSpec.earliest())).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.maxTimestamp())).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.earliestLocal())).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.latestTiered())).isEqualTo(-1);
        assertThat(offset(partition, OffsetSpec.forTimestamp(1000))).isEqualTo(1);
        assertThat(offset(partition, OffsetSpec.forTimestamp(3001))).isEqualTo(-1);
    }

    private long offset(TopicPartition partition, OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void recordsOfACompactedTopicGoByTheirKeysOnly() throws Exception {
        create(Map.of("cleanup.policy", "compact"));
        send("a");
        assertThatThrownBy(() -> admin.deleteRecords(
                                Map.of(new TopicPartition("topic", 0), RecordsToDelete.beforeOffset(1)))
                        .all()
                        .get())
                .hasCauseInstanceOf(PolicyViolationException.class);
        set(TOPIC, "cleanup.policy", "compact,delete");
        admin.deleteRecords(Map.of(new TopicPartition("topic", 0), RecordsToDelete.beforeOffset(1)))
                .all()
                .get();
        assertThat(records()).isEmpty();
    }

    private void send(String value) throws Exception {
        send(System.currentTimeMillis(), value);
    }

    private void send(long timestamp, String value) throws Exception {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("topic", 0, timestamp, "key", value))
                    .get();
        }
    }

    private List<ConsumerRecord<String, String>> records() {
        TopicPartition partition = new TopicPartition("topic", 0);
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
