/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.KafkaTool;
import io.sluice.it.support.SluiceBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache's own command-line tools for topics, settings, offsets, log directories, compaction and transactions, on our
 * broker.
 */
@Tag("peers")
class KafkaToolsIT {

    @TempDir
    static Path dir;

    private static KafkaServer broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new SluiceBroker(
                "kafka-tools",
                dir,
                "log.dirs=" + data("data") + "," + data("more"),
                "log.segment.bytes=1048576",
                "log.cleaner.backoff.ms=50",
                "log.cleaner.min.cleanable.ratio=0.01");
        broker.start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void topicsAreCreatedGrownDescribedAndDeleted() throws IOException {
        topics("--create", "--topic", "grown", "--partitions", "2", "--config", "segment.bytes=2000000");
        topics("--alter", "--topic", "grown", "--partitions", "4");

        assertThat(topics("--describe", "--topic", "grown"))
                .anySatisfy(line ->
                        assertThat(line).contains("PartitionCount: 4", "ReplicationFactor: 1", "segment.bytes=2000000"))
                .filteredOn(line -> line.contains("Leader: 1") && line.contains("Isr: 1"))
                .hasSize(4);

        topics("--delete", "--topic", "grown");
        assertThat(topics("--list")).doesNotContain("grown");
    }

    @Test
    void settingsOfTopicsAndBrokersAreChanged() throws IOException {
        topics("--create", "--topic", "set");
        String[] topic = {"--entity-type", "topics", "--entity-name", "set"};
        String[] one = {"--entity-type", "brokers", "--entity-name", "1"};
        String[] all = {"--entity-type", "brokers", "--entity-default"};

        configs(topic, "--alter", "--add-config", "retention.ms=1000,cleanup.policy=[compact,delete],flush.messages=1");
        configs(topic, "--alter", "--delete-config", "retention.ms");
        configs(one, "--alter", "--add-config", "log.cleaner.threads=2");
        configs(all, "--alter", "--add-config", "log.retention.ms=123456");

        assertThat(configs(topic, "--describe"))
                .anyMatch(line -> line.contains("cleanup.policy=compact,delete"))
                .anyMatch(line -> line.contains("flush.messages=1"))
                .noneMatch(line -> line.contains("retention.ms=1000"));
        assertThat(configs(topic, "--describe", "--all"))
                .anyMatch(line -> line.contains("  retention.ms=123456")
                        && line.contains("DYNAMIC_DEFAULT_BROKER_CONFIG:log.retention.ms=123456"));
        assertThat(configs(one, "--describe")).anyMatch(line -> line.contains("log.cleaner.threads=2"));
        assertThat(configs(all, "--describe")).anyMatch(line -> line.contains("log.retention.ms=123456"));
        configs(all, "--alter", "--delete-config", "log.retention.ms");

        assertThatThrownBy(() -> configs(topic, "--alter", "--add-config", "min.insync.replicas=2"))
                .hasMessageContaining("there is one broker");
        assertThatThrownBy(() -> configs(one, "--alter", "--add-config", "log.dirs=/elsewhere"))
                .hasMessageContaining("Cannot update these configs dynamically: log.dirs");
    }

    @Test
    void offsetsAreFoundByTimeAndRecordsDeleted() throws IOException {
        topics("--create", "--topic", "dated");
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            long newest = System.currentTimeMillis();
            for (long age : new long[] {5000, 1000, 0, 3000}) {
                var unused = producer.send(new ProducerRecord<>("dated", 0, newest - age, "key", "value"));
                producer.flush();
            }
        }
        assertThat(offset("latest")).isEqualTo("dated:0:4");
        assertThat(offset("earliest")).isEqualTo("dated:0:0");
        assertThat(offset("max-timestamp")).isEqualTo("dated:0:2");
        assertThat(offset("earliest-local")).isEqualTo("dated:0:0");
        assertThat(offset("1")).isEqualTo("dated:0:0");

        Path delete = Files.writeString(
                dir.resolve("delete.json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\"dated\",\"partition\":0,\"offset\":3}]}");
        tool("org.apache.kafka.tools.DeleteRecordsCommand", "--offset-json-file", delete.toString());

        assertThat(offset("earliest")).isEqualTo("dated:0:3");
        assertThat(offset("max-timestamp")).isEqualTo("dated:0:3");
    }

    @Test
    void partitionsMoveBetweenLogDirectories() throws IOException {
        topics("--create", "--topic", "placed"); // in the one or the other: it moves once, or twice
        fill("placed", 30_000);

        for (String target : List.of(data("data"), data("more"))) {
            assertThat(reassign(placed(target), "--execute")).anyMatch(line -> line.contains("Successfully started"));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> reassign(placed(target), "--verify").stream()
                            .anyMatch(line -> line.contains("placed-0-1 completed successfully")));
            assertThat(dir.resolve(target).resolve("log/placed-0")).isDirectory();
        }
        assertThat(dir.resolve("data/log/placed-0")).doesNotExist();
        assertThat(offsets("placed", "latest")).isEqualTo("placed:0:30000");
        assertThat(tool("org.apache.kafka.tools.LogDirsCommand", "--describe", "--topic-list", "placed"))
                .anySatisfy(line -> assertThat(line)
                        .containsSubsequence(
                                "\"partition\":\"placed-0\"",
                                "\"isFuture\":false",
                                "\"error\":null",
                                "\"logDir\":\"" + data("more") + "\""));

        assertThatThrownBy(() -> reassign(placed("/elsewhere").replace("[1]", "[2]"), "--execute"))
                .hasMessageContaining("2");
        assertThatThrownBy(() -> tool(
                        "org.apache.kafka.tools.LeaderElectionCommand",
                        "--election-type",
                        "preferred",
                        "--topic",
                        "nowhere",
                        "--partition",
                        "0"))
                .hasMessageContaining("nowhere");
    }

    @Test
    void transactionsAreListedDescribedAndAborted() throws Exception {
        topics("--create", "--topic", "booked");
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "booker"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("booked", 0, "key", "value")).get();

            assertThat(transactions("list")).anyMatch(line -> line.matches("booker\\s+1\\s+[0-9]+\\s+Ongoing\\s*"));
            assertThat(transactions("describe", "--transactional-id", "booker"))
                    .anyMatch(line -> line.contains("booker") && line.contains("Ongoing") && line.contains("booked-0"));
            assertThat(transactions("describe-producers", "--topic", "booked", "--partition", "0"))
                    .anyMatch(line -> line.matches("[0-9]+\\s+[0-9]+\\s+-1\\s+0\\s+[0-9]+\\s+0\\s*"));
            assertThat(transactions("find-hanging", "--broker-id", "1", "--max-transaction-timeout", "1"))
                    .as("it is known to its coordinator, and is not over its time")
                    .noneMatch(line -> line.contains("booked"));

            transactions("abort", "--topic", "booked", "--partition", "0", "--start-offset", "0");

            assertThat(transactions("describe-producers", "--topic", "booked", "--partition", "0"))
                    .anyMatch(line -> line.matches("[0-9]+\\s+[0-9]+\\s+0\\s+.*\\s+None\\s*"));
        }
    }

    private static List<String> transactions(String... arguments) throws IOException {
        return tool("org.apache.kafka.tools.TransactionsCommand", arguments);
    }

    private static String data(String name) {
        return dir.resolve(name).toAbsolutePath().toString();
    }

    private static void fill(String topic, int records) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, 0, "key", "value " + i + "x".repeat(200)));
            }
        }
    }

    /** Writes keys and deletions, waits for the cleaner, and compares what it reads with what it wrote. */
    @Test
    void compactionKeepsWhatKafkasOwnTesterWrote() throws IOException {
        assertThat(tool(
                        "org.apache.kafka.tools.LogCompactionTester",
                        "--messages",
                        "150000",
                        "--compression-type",
                        "lz4",
                        "--topics",
                        "1",
                        "--percent-deletes",
                        "20",
                        "--sleep",
                        "5"))
                .anyMatch(line -> line.contains("Data verification is completed"));
    }

    private static String placed(String directory) {
        return "{\"version\":1,\"partitions\":[{\"topic\":\"placed\",\"partition\":0,\"replicas\":[1],"
                + "\"log_dirs\":[\"" + directory + "\"]}]}";
    }

    private static List<String> reassign(String plan, String action) throws IOException {
        Path file = Files.writeString(Files.createTempFile(dir, "plan", ".json"), plan);
        return tool(
                "org.apache.kafka.tools.reassign.ReassignPartitionsCommand",
                "--reassignment-json-file",
                file.toString(),
                action);
    }

    private static String offset(String time) throws IOException {
        return offsets("dated", time);
    }

    private static String offsets(String topic, String time) throws IOException {
        return String.join("\n", tool("org.apache.kafka.tools.GetOffsetShell", "--topic", topic, "--time", time));
    }

    private static List<String> topics(String... arguments) throws IOException {
        return tool("org.apache.kafka.tools.TopicCommand", arguments);
    }

    private static List<String> configs(String[] entity, String... action) throws IOException {
        return tool(
                "kafka.admin.ConfigCommand",
                Stream.concat(Stream.of(entity), Stream.of(action)).toArray(String[]::new));
    }

    private static List<String> tool(String mainClass, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
        line.addAll(List.of(arguments));
        return new KafkaTool(mainClass, dir).run(line.toArray(String[]::new));
    }
}
