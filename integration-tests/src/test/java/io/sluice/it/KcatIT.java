/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.BatchCodecs;
import io.sluice.it.support.Clients;
import io.sluice.it.support.KafkaServer;
import io.sluice.it.support.Program;
import io.sluice.it.support.SluiceBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.CompressionType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's kcat, which is librdkafka: most clients that are not Java. */
@Tag("peers")
class KcatIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> LINES = IntStream.range(0, 5_000)
            .mapToObj(i -> "k" + i + ":line " + i + " " + "æ".repeat(i % 50))
            .toList();

    @TempDir
    static Path dir;

    private static KafkaServer broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new SluiceBroker("kcat-broker", dir);
        broker.start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void writesAndReadsEachLineOnceInOrder(CompressionType codec) throws IOException {
        String topic = "kcat-" + codec.name;
        Clients.createTopic(broker.bootstrapServers(), topic, 1);
        Path input = Files.write(dir.resolve(topic), LINES);

        kcat("-P", "-t", topic, "-p", "0", "-K", ":", "-z", codec.name, "-X", "acks=all", "-l", input.toString());

        assertThat(kcat("-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q", "-K", ":"))
                .isEqualTo(LINES);
        // librdkafka leaves a batch as it is that compression would make larger
        assertThat(BatchCodecs.of(broker.bootstrapServers(), topic))
                .contains(codec)
                .isSubsetOf(codec, CompressionType.NONE);
    }

    @Test
    void writesIdempotentlyAndReadsInAGroup() throws IOException {
        String topic = "kcat-group";
        Clients.createTopic(broker.bootstrapServers(), topic, 3);
        Path input = Files.write(dir.resolve(topic), LINES);

        kcat("-P", "-t", topic, "-K", ":", "-X", "enable.idempotence=true", "-l", input.toString());

        List<String> group = List.of("-X", "auto.offset.reset=earliest", "-e", "-q", "-K", ":");
        assertThat(kcat(concat(List.of("-G", "readers", topic), group))).containsExactlyInAnyOrderElementsOf(LINES);
        assertThat(kcat(concat(List.of("-G", "readers", topic), group)))
                .as("what the group reads once it has committed")
                .isEmpty();
    }

    @Test
    void listsTheCluster() throws IOException {
        String topic = "kcat-list";
        Clients.createTopic(broker.bootstrapServers(), topic, 2);

        assertThat(kcat("-L", "-t", topic))
                .anyMatch(line -> line.contains("topic \"" + topic + "\" with 2 partitions"));
    }

    private static String[] concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toArray(String[]::new);
    }

    private static List<String> kcat(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(executable(), "-b", broker.bootstrapServers()));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(dir, "kcat", ".out");
        List<String> toFile =
                new ArrayList<>(List.of("sh", "-c", "out=$1; shift; exec \"$@\" > \"$out\"", "sh", out.toString()));
        toFile.addAll(line);
        try (Program kcat = Program.start("kcat", toFile, Map.of())) {
            kcat.awaitSuccess(TIMEOUT);
        }
        return Files.readAllLines(out, UTF_8);
    }

    private static String executable() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("kcat", "kafkacat")) {
                if (Files.isExecutable(Path.of(directory, name))) {
                    return name;
                }
            }
        }
        throw new AssertionError("kcat is not installed: apt-get install kcat (older Debian: kafkacat)");
    }
}
