/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
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

/**
 * Latency from {@code send} to {@code poll} at a fixed rate, acks=all: {@code EndToEnd BOOTSTRAP RATE SIZE PARTITIONS
 * SECONDS}. A record counts from when it was due, so a stall counts for all that it held up. The first third of the time
 * warms up.
 */
public final class EndToEnd {
    private static final String TOPIC_PREFIX = "end-to-end-";

    private EndToEnd() {}

    public static void main(String[] args) throws Exception {
        String bootstrap = args[0];
        int rate = Integer.parseInt(args[1]);
        String topic = TOPIC_PREFIX + rate;
        int size = Integer.parseInt(args[2]);
        int partitions = Integer.parseInt(args[3]);
        int records = rate * Integer.parseInt(args[4]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
        long[] latenciesNs = new long[records];
        AtomicBoolean ready = new AtomicBoolean();
        Thread consumer = new Thread(() -> consume(bootstrap, topic, partitions, latenciesNs, ready), "consumer");
        consumer.start();
        while (!ready.get()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        produce(bootstrap, topic, rate, size, partitions, records);
        consumer.join();
        long[] warm = Arrays.copyOfRange(latenciesNs, records / 3, records);
        Arrays.sort(warm);
        report(rate, size, partitions, warm);
    }

    private static void produce(String bootstrap, String topic, int rate, int size, int partitions, int records) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                long dueNs = start + i * 1_000_000_000L / rate;
                for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                byte[] value =
                        ByteBuffer.allocate(size).putInt(i).putLong(dueNs).array();
                // A record that is lost is missed at the other end.
                var unused = producer.send(new ProducerRecord<>(topic, i % partitions, null, value));
            }
        }
    }

    private static void consume(
            String bootstrap, String topic, int partitions, long[] latenciesNs, AtomicBoolean ready) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            all.forEach(consumer::position);
            ready.set(true);
            int seen = 0;
            while (seen < latenciesNs.length) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    ByteBuffer value = ByteBuffer.wrap(record.value());
                    latenciesNs[value.getInt()] = System.nanoTime() - value.getLong();
                    seen++;
                }
            }
        }
    }

    @SuppressWarnings("SystemOut") // What the script reads
    private static void report(int rate, int size, int partitions, long[] sortedNs) {
        System.out.println(String.format(
                Locale.ROOT,
                "%d records/s of %d bytes to %d partitions: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms",
                rate,
                size,
                partitions,
                sortedNs[sortedNs.length / 2] / 1e6,
                sortedNs[(int) (sortedNs.length * 0.99)] / 1e6,
                sortedNs[(int) (sortedNs.length * 0.999)] / 1e6));
    }
}
