/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.Broker;
import io.sluice.broker.config.BrokerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code sluice produce} against a broker, read back by Kafka's consumer. */
class ProduceIT {

    @TempDir
    private static Path directory;

    private static Broker broker;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(BrokerConfig.of(Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:0",
                "log.dirs",
                directory.resolve("broker").toString(),
                "num.partitions",
                "1")));
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private int produce(String topic, Path file, String... options) {
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("produce", topic, file.toString()));
        all.add("--bootstrap-server=" + broker.bootstrapServers());
        all.addAll(List.of(options));
        return line.execute(all.toArray(String[]::new));
    }

    private static Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "input", ".log"), text);
    }

    private static List<String> read(String topic, int records) {
        List<String> read = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            assertThat(end).isEqualTo(records);
            while (read.size() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    read.add(record.key() == null ? record.value() : record.key() + "=" + record.value());
                }
            }
        }
        return read;
    }

    @Test
    void shouldJoinTheLinesOfAStackTrace() throws Exception {
        Path log = file("2026-11-22 failed\njava.io.IOException: disk\n\tat Disk.write\n2026-11-22 again\n");

        assertThat(produce("app", log, "--multiline-pattern", "^\\d{4}-", "--multiline-negate"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEqualTo("sent 2 records to app\n");
        assertThat(read("app", 2))
                .containsExactly("2026-11-22 failed\njava.io.IOException: disk\n\tat Disk.write", "2026-11-22 again");
    }

    @Test
    void shouldSendKeys() throws Exception {
        assertThat(produce("keyed", file("a:1\nb:2:3\n"), "--key-separator", ":"))
                .as(err.toString())
                .isZero();
        assertThat(read("keyed", 2)).containsExactly("a=1", "b=2:3");
    }

    @Test
    void shouldNameTheLineWithoutAKeyAndSayWhatWasSent() throws Exception {
        Path log = file("a:1\n\nnone\nb:2\n");

        assertThat(produce("halfway", log, "--key-separator", ":")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sluice: no key separator in line 3 of " + log + "; sent what was before it: 1 record\n");
        assertThat(read("halfway", 1)).containsExactly("a=1");
    }

    @Test
    void shouldNameTheLineThatTheProducerWouldRefuse() throws Exception {
        Path log = file("short\n" + "x".repeat(5_000) + "\n");

        assertThat(produce("large", log, "--producer-property", "max.request.size=4000"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("line 2 of " + log + " is longer than 4000 bytes");
    }

    @Test
    void shouldSayWhichBrokerIsSilent() throws Exception {
        assertThat(produce(
                        "unreached",
                        file("a\n"),
                        "--producer-property",
                        "bootstrap.servers=127.0.0.1:1",
                        "--producer-property",
                        "max.block.ms=300"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("topic unreached was not accepted after 0 that were", "is there a broker at 127.0.0.1:1?");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void shouldExplainSettingsThatAreRefused() throws Exception {
        Path log = file("a\n");

        assertThat(produce("any", log, "--producer-property", "acks=maybe")).isEqualTo(1);
        assertThat(produce("any", log, "--multiline-pattern", "(")).isEqualTo(2);
        assertThat(produce("any", log, "--multiline-negate")).isEqualTo(2);
        assertThat(produce("any", log, "--key-separator", "")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "the Kafka producer does not start: Invalid value maybe",
                        "--multiline-pattern is no regular expression",
                        "--multiline-negate goes with --multiline-pattern",
                        "--key-separator: a key separator has at least one character");
    }
}
