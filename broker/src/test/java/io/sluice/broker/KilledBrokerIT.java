/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker in a process of its own, killed with SIGKILL again and again while an idempotent producer, Kafka's default,
 * sends: what was acknowledged is there afterwards, and nothing is there twice.
 */
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class KilledBrokerIT {
    /** The long run has 50 of them: {@code -Dsluice.test.kills=50}. */
    private static final int KILLS = Integer.getInteger("sluice.test.kills", 4);

    private static final int PARTITIONS = 3;
    private static final String TOPIC = "survivors";

    @TempDir
    Path dir;

    private int port;

    @Test
    void whatWasAcknowledgedIsThereOnce() throws Exception {
        port = freePort();
        Random random = new Random(20_261_122);
        Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        Process broker = start();
        Thread sender = new Thread(() -> sendUntil(stop, acknowledged), "sender");
        try {
            sender.start();
            for (int kill = 0; kill < KILLS; kill++) {
                int before = acknowledged.size();
                int more = 200 + random.nextInt(3_000);
                await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() > before + more);
                broker.destroyForcibly().waitFor();
                broker = start();
            }
            int before = acknowledged.size();
            await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() > before + 100);
            stop.set(true);
            sender.join();

            List<Integer> kept = readAll();
            Set<Integer> distinct = new HashSet<>(kept);
            Set<Integer> lost = new TreeSet<>(acknowledged);
            lost.removeAll(distinct);
            assertThat(lost).isEmpty();
            assertThat(kept).hasSameSizeAs(distinct);
        } finally {
            stop.set(true);
            broker.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryIsRefused() throws Exception {
        port = freePort();
        Process first = start();
        try {
            Process second = launch(freePort(), dir.resolve("second.log"));
            assertThat(second.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(dir.resolve("second.log"))
                    .content()
                    .contains("is in use by another broker")
                    .contains("stop that one, or give this one another log.dir");
            assertThat(first.isAlive()).isTrue();
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    private void sendUntil(AtomicBoolean stop, Queue<Integer> acknowledged) {
        try (Producer<Integer, Integer> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:" + port,
                        "linger.ms", "1",
                        "batch.size", "1000",
                        "delivery.timeout.ms", "240000",
                        "reconnect.backoff.max.ms", "200"),
                new IntegerSerializer(),
                new IntegerSerializer())) {
            for (int i = 0; !stop.get(); i++) {
                int number = i;
                Future<?> unused = producer.send(new ProducerRecord<>(TOPIC, number, number), (metadata, error) -> {
                    if (error == null) {
                        acknowledged.add(number);
                    }
                });
            }
        }
    }

    private List<Integer> readAll() {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        List<Integer> values = new ArrayList<>();
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + port));
        try (Consumer<Integer, Integer> consumer =
                new KafkaConsumer<>(settings, new IntegerDeserializer(), new IntegerDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(5)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private Process start() throws IOException {
        Process process = launch(port, dir.resolve("broker.log"));
        await().atMost(Duration.ofMinutes(2)).until(() -> accepts() || !process.isAlive());
        assertThat(process.isAlive()).as("the broker has started").isTrue();
        return process;
    }

    private Process launch(int port, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Dlog4j2.configurationFile=classpath:log4j2-test.properties",
                        "-cp",
                        classPath(),
                        BrokerMain.class.getName(),
                        "log.dir=" + dir.resolve("data"),
                        "num.partitions=" + PARTITIONS,
                        "log.segment.bytes=1048576",
                        "log.retention.check.interval.ms=100",
                        "listeners=PLAINTEXT://127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** That of this very test, whoever runs it. */
    private static String classPath() {
        if (BrokerMain.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
