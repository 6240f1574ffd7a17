/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.BatchCodecs;
import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.Program;
import io.sluice.it.support.Project;
import io.sluice.it.support.SluiceBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kafkajs writes and reads with each codec, in a consumer group, and in transactions. */
@Tag("peers")
class KafkaJsIT {

    private static final Path SCRIPTS = Project.module("integration-tests").resolve("src/test/js");
    private static final int RECORDS = 1_000;

    @TempDir
    static Path dir;

    private static KafkaServer broker;

    @BeforeAll
    static void start() throws IOException {
        installKafkaJs();
        broker = new SluiceBroker("kafkajs-broker", dir);
        broker.start();
    }

    private static void installKafkaJs() throws IOException {
        if (Files.isDirectory(SCRIPTS.resolve("node_modules/kafkajs"))) {
            return;
        }
        List<String> install = List.of("npm", "--prefix", SCRIPTS.toString(), "ci", "--no-audit", "--no-fund");
        try (Program npm = Program.start("npm", install, Map.of())) {
            npm.awaitSuccess(Duration.ofMinutes(5));
        } catch (IOException e) {
            throw new AssertionError("node and npm are not installed: apt-get install npm", e);
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void writesAndReadsEachRecordOnceInOrder(CompressionType codec) throws IOException {
        String topic = "kafkajs-" + codec.name;
        Clients.createTopic(broker.bootstrapServers(), topic, 1);

        List<String> command =
                List.of("node", script(), broker.bootstrapServers(), topic, codec.name, String.valueOf(RECORDS));
        try (Program node = Program.start("kafkajs", command, Map.of("KAFKAJS_NO_PARTITIONER_WARNING", "1"))) {
            node.awaitSuccess(Duration.ofMinutes(2));
        }

        assertThat(BatchCodecs.of(broker.bootstrapServers(), topic)).containsExactly(codec);
    }

    /** Kafkajs speaks the protocol as it was before KIP-890: partitions are added first, and the epoch stays. */
    @Test
    void commitsAndAborts() throws IOException {
        Clients.createTopic(broker.bootstrapServers(), "kafkajs-transactions", 1);

        List<String> command = List.of(
                "node",
                SCRIPTS.resolve("transactions.js").toString(),
                broker.bootstrapServers(),
                "kafkajs-transactions");
        try (Program node = Program.start("kafkajs", command, Map.of("KAFKAJS_NO_PARTITIONER_WARNING", "1"))) {
            node.awaitSuccess(Duration.ofMinutes(2));
        }
    }

    private static String script() {
        return SCRIPTS.resolve("roundtrip.js").toString();
    }
}
