/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.Broker;
import io.sluice.broker.config.BrokerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker in a directory, and real clients for it. */
final class TestBroker implements AutoCloseable {

    private final Path directory;
    private final Broker broker;

    private TestBroker(Path directory, Broker broker) {
        this.directory = directory;
        this.broker = broker;
    }

    static TestBroker start(Path directory) throws IOException {
        return start(directory, 0);
    }

    private static TestBroker start(Path directory, int port) throws IOException {
        return new TestBroker(
                directory,
                Broker.start(BrokerConfig.of(Map.of(
                        "log.dir", directory.toString(),
                        "listeners", "PLAINTEXT://127.0.0.1:" + port,
                        "group.initial.rebalance.delay.ms", "0",
                        "group.consumer.min.heartbeat.interval.ms", "100",
                        "group.consumer.heartbeat.interval.ms", "200",
                        "group.consumer.min.session.timeout.ms", "500",
                        "group.consumer.session.timeout.ms", "6000",
                        "offsets.topic.num.partitions", "4"))));
    }

    /** Stops this broker and starts one with its data and its port, so that clients find it again. */
    TestBroker restart() throws IOException {
        int port = broker.boundPort();
        close();
        return start(directory, port);
    }

    /** What a restart would find had the process been killed now. */
    TestBroker startFromCopyOfTheDiskIn(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return start(copy);
    }

    String address() {
        return broker.bootstrapServers();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Creates a topic and writes {@code 0 … count-1} round over its partitions. */
    void fill(String topic, int partitions, int count) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
        produce(topic, partitions, 0, count);
    }

    void produce(String topic, int partitions, int from, int to) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new StringSerializer(),
                new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, i % partitions, null, Integer.toString(i))));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    /** @param settings beside or instead of: from the earliest offset, without automatic commits */
    KafkaConsumer<String, String> consumer(String protocol, String group, Map<String, Object> settings) {
        Map<String, Object> configs = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.protocol", protocol,
                "group.id", group,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "metadata.max.age.ms", "2000",
                "max.poll.records", "20"));
        if (protocol.equals("classic")) {
            configs.put("session.timeout.ms", "6000");
            configs.put("heartbeat.interval.ms", "500");
        }
        configs.putAll(settings);
        return new KafkaConsumer<>(configs, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void close() {
        broker.close();
    }
}
