/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.config.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of two disks fails under a broker: what Kafka's clients see, then and after the next start. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OfflineDirectoryIT {
    private static final String TOPIC = "events";

    @TempDir
    Path temporary;

    private Path first;
    private Path second;

    @BeforeEach
    void twoDisks() {
        first = temporary.resolve("first");
        second = temporary.resolve("second");
    }

    @Test
    void onlyItsPartitionsAreOfflineAndWhatWasAcknowledgedComesBack() throws Exception {
        int doomed;
        int sound;
        List<String> acknowledged = new ArrayList<>();
        try (Broker broker = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Producer<String, String> producer = producer(broker)) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
            int there = partitionIn(second, admin);
            doomed = there;
            sound = 1 - there;
            Files.move(second, temporary.resolve("unmounted"));
            Files.createFile(second);

            await("the disk is missed").until(() -> !isTaken(broker, there, acknowledged));

            assertThat(describe(admin).get(second.toString()).error()).isInstanceOf(KafkaStorageException.class);
            assertThat(describe(admin).get(first.toString()).error()).isNull();
            for (int i = 0; i < 100; i++) {
                send(producer, sound, "value " + i);
            }
        }
        Files.delete(second);
        Files.move(temporary.resolve("unmounted"), second);
        try (Broker broker = start();
                Producer<String, String> producer = producer(broker)) {
            send(producer, doomed, "later");
            acknowledged.add("later");
            assertThat(read(broker, doomed, acknowledged.size())).isEqualTo(acknowledged);
            assertThat(read(broker, sound, 100))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "value " + i).toList());
        }
    }

    private Broker start() throws IOException {
        return Broker.start(
                BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", first + "," + second)));
    }

    private static Map<String, LogDirDescription> describe(Admin admin) throws Exception {
        int node = admin.describeCluster().nodes().get().iterator().next().id();
        return admin.describeLogDirs(List.of(node)).allDescriptions().get().get(node);
    }

    private static int partitionIn(Path directory, Admin admin) throws Exception {
        return describe(admin).get(directory.toString()).replicaInfos().keySet().stream()
                .filter(partition -> partition.topic().equals(TOPIC))
                .findFirst()
                .orElseThrow()
                .partition();
    }

    private static Producer<String, String> producer(Broker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    /** A producer that does not wait for the disk to be mended. */
    private static boolean isTaken(Broker broker, int partition, List<String> acknowledged)
            throws InterruptedException {
        String value = "acknowledged " + acknowledged.size();
        try (Producer<String, String> impatient = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "retries", "0"),
                new StringSerializer(),
                new StringSerializer())) {
            send(impatient, partition, value);
            acknowledged.add(value);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(KafkaStorageException.class);
            return false;
        }
    }

    private static void send(Producer<String, String> producer, int partition, String value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(TOPIC, partition, null, value)).get();
    }

    private static List<String> read(Broker broker, int partition, int count) {
        try (Consumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, partition)));
            List<String> values = new ArrayList<>();
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
