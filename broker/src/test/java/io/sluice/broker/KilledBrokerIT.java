/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker in a process of its own, killed with SIGKILL again and again while an idempotent producer, Kafka's default,
 * sends to a topic that is kept whole, to one that is compacted and to one that retention shortens: what was
 * acknowledged is there afterwards, nothing is there twice, and all is in order.
 */
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class KilledBrokerIT {
    /** The long run has 50 of them: {@code -Dsluice.test.kills=50}. */
    private static final int KILLS = Integer.getInteger("sluice.test.kills", 3);

    private static final int PARTITIONS = 3;
    private static final String WHOLE = "survivors";
    private static final String COMPACTED = "last-values";
    private static final String SHORTENED = "newest";
    private static final List<String> TOPICS = List.of(WHOLE, COMPACTED, SHORTENED);
    private static final int KEYS = 100;
    /** So that a few thousand records fill a segment, which compaction and retention wait for. */
    private static final byte[] PADDING = new byte[800];

    @TempDir
    Path dir;

    private BrokerProcess broker;

    @BeforeEach
    void configure() throws IOException {
        broker = BrokerProcess.in(
                dir,
                "num.partitions=" + PARTITIONS,
                "log.segment.bytes=1048576",
                "log.retention.check.interval.ms=100",
                "log.cleaner.backoff.ms=50",
                "log.cleaner.min.cleanable.ratio=0.01");
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAndInOrder() throws Exception {
        long seed = Long.getLong("sluice.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Acknowledged acknowledged = new Acknowledged();
        AtomicBoolean stop = new AtomicBoolean();
        Process process = broker.start();
        Thread sender = new Thread(() -> sendUntil(stop, acknowledged), "sender");
        try {
            createTopics();
            sender.start();
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMore(acknowledged, 200 + random.nextInt(3_000));
                process.destroyForcibly().waitFor();
                process = broker.start();
            }
            awaitMore(acknowledged, 100);
            stop.set(true);
            sender.join();

            String rounds = KILLS + " kills, seed " + seed;
            for (int partition = 0; partition < PARTITIONS; partition++) {
                checkWhole(readAll(new TopicPartition(WHOLE, partition)), acknowledged, partition, rounds);
                checkCompacted(readAll(new TopicPartition(COMPACTED, partition)), acknowledged, partition, rounds);
                checkShortened(readAll(new TopicPartition(SHORTENED, partition)), acknowledged, partition, rounds);
            }
        } finally {
            stop.set(true);
            process.destroyForcibly().waitFor();
        }
    }

    /** What the producer was told of, by topic. */
    private static final class Acknowledged {
        private final Map<String, Queue<Integer>> numbers =
                TOPICS.stream().collect(Collectors.toMap(topic -> topic, any -> new ConcurrentLinkedQueue<>()));
        private final AtomicInteger count = new AtomicInteger();

        private void add(String topic, int number) {
            numbers.get(topic).add(number);
            count.incrementAndGet();
        }

        private List<Integer> of(String topic, int partition) {
            return numbers.get(topic).stream()
                    .filter(number -> number % PARTITIONS == partition)
                    .toList();
        }
    }

    private static void awaitMore(Acknowledged acknowledged, int more) {
        int before = acknowledged.count.get();
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.count.get() > before + more);
    }

    private static void checkWhole(List<Kept> kept, Acknowledged acknowledged, int partition, String rounds) {
        List<Integer> numbers = kept.stream().map(Kept::number).toList();
        Set<Integer> lost = new TreeSet<>(acknowledged.of(WHOLE, partition));
        lost.removeAll(new HashSet<>(numbers));
        assertThat(lost).as("lost, %s", rounds).isEmpty();
        assertThat(numbers).as("in order, %s", rounds).isSorted().doesNotHaveDuplicates();
        assertThat(kept.stream().map(Kept::offset).toList())
                .as("without a gap, %s", rounds)
                .isEqualTo(LongStream.range(0, kept.size()).boxed().toList());
    }

    /** Of each key there is the last value that was acknowledged, or one sent after it. */
    private static void checkCompacted(List<Kept> kept, Acknowledged acknowledged, int partition, String rounds) {
        assertThat(kept.stream().map(Kept::number).toList())
                .as("in order, %s", rounds)
                .isSorted()
                .doesNotHaveDuplicates();
        Map<Integer, Integer> last = new HashMap<>();
        kept.forEach(record -> last.merge(record.key(), record.number(), Math::max));
        for (int number : acknowledged.of(COMPACTED, partition)) {
            assertThat(last.getOrDefault(key(number), -1))
                    .as("key %d, %s", key(number), rounds)
                    .isGreaterThanOrEqualTo(number);
        }
    }

    /** From some record on nothing is missing. */
    private static void checkShortened(List<Kept> kept, Acknowledged acknowledged, int partition, String rounds) {
        List<Integer> numbers = kept.stream().map(Kept::number).toList();
        assertThat(numbers).as("in order, %s", rounds).isNotEmpty().isSorted().doesNotHaveDuplicates();
        Set<Integer> lost = acknowledged.of(SHORTENED, partition).stream()
                .filter(number -> number >= numbers.get(0))
                .collect(Collectors.toCollection(TreeSet::new));
        lost.removeAll(new HashSet<>(numbers));
        assertThat(lost).as("lost, %s", rounds).isEmpty();
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryIsRefused() throws Exception {
        Process first = broker.start();
        try {
            Process second = BrokerProcess.in(dir).launch(dir.resolve("second.log"));
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

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(
                            new NewTopic(WHOLE, PARTITIONS, (short) 1),
                            new NewTopic(COMPACTED, PARTITIONS, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                            new NewTopic(SHORTENED, PARTITIONS, (short) 1)
                                    .configs(Map.of("retention.bytes", "1500000"))))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    private static int key(int number) {
        return number % KEYS;
    }

    private void sendUntil(AtomicBoolean stop, Acknowledged acknowledged) {
        try (Producer<Integer, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "acks", "all",
                        "linger.ms", "1",
                        "batch.size", "4000",
                        "delivery.timeout.ms", "240000",
                        "reconnect.backoff.max.ms", "200"),
                new IntegerSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; !stop.get(); i++) {
                int number = i;
                byte[] value = ByteBuffer.allocate(Integer.BYTES + PADDING.length)
                        .putInt(number)
                        .put(PADDING)
                        .array();
                for (String topic : TOPICS) {
                    Future<?> unused = producer.send(
                            new ProducerRecord<>(topic, number % PARTITIONS, key(number), value), (metadata, error) -> {
                                if (error == null) {
                                    acknowledged.add(topic, number);
                                }
                            });
                }
            }
        }
    }

    private record Kept(long offset, int key, int number) {}

    private List<Kept> readAll(TopicPartition partition) {
        List<Kept> kept = new ArrayList<>();
        try (Consumer<Integer, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest"),
                new IntegerDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<Integer, byte[]> record : consumer.poll(Duration.ofSeconds(5))) {
                    kept.add(new Kept(
                            record.offset(),
                            record.key(),
                            ByteBuffer.wrap(record.value()).getInt()));
                }
            }
        }
        return kept;
    }
}
