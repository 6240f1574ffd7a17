/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What many partitions cost a broker, seen from a client. One command a run, one line of output.
 *
 * <pre>
 *   create BOOTSTRAP TOPICS PARTITIONS            topics of so many partitions each, until they are known: ms
 *   describe BOOTSTRAP TOPICS                     all of them: partitions, ms
 *   write BOOTSTRAP TOPICS PARTITIONS RECORDS SIZE   round and round all partitions: MB/s, latencies
 * </pre>
 */
public final class ManyPartitions {
    private static final String PREFIX = "many-";
    /** Kafka takes 10,000 at most. */
    private static final int PARTITIONS_A_REQUEST = 5_000;

    private static final int TOPICS_A_PRODUCER = 5;

    private ManyPartitions() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "create" -> create(args[1], number(args[2]), number(args[3]));
            case "describe" -> describe(args[1], number(args[2]));
            case "write" -> write(args[1], number(args[2]), number(args[3]), number(args[4]), number(args[5]));
            default -> throw new IllegalArgumentException("unknown command " + args[0]);
        }
    }

    private static int number(String arg) {
        return Integer.parseInt(arg);
    }

    private static void create(String bootstrap, int topics, int partitions) throws Exception {
        try (Admin admin = admin(bootstrap)) {
            admin.describeCluster().nodes().get();
            long start = System.nanoTime();
            int atOnce = Math.max(1, PARTITIONS_A_REQUEST / partitions);
            for (int from = 0; from < topics; from += atOnce) {
                List<NewTopic> some = IntStream.range(from, Math.min(topics, from + atOnce))
                        .mapToObj(topic -> new NewTopic(PREFIX + topic, partitions, (short) 1))
                        .toList();
                admin.createTopics(some).all().get();
            }
            while (!areKnown(admin, topics)) {
                Thread.sleep(10);
            }
            print("created %d topics x %d partitions in %d ms", topics, partitions, millisSince(start));
        }
    }

    /** A broker may answer before it has done what it was asked for. */
    private static boolean areKnown(Admin admin, int topics) throws Exception {
        try {
            admin.describeTopics(names(topics)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static List<String> names(int topics) {
        return IntStream.range(0, topics).mapToObj(topic -> PREFIX + topic).toList();
    }

    private static void describe(String bootstrap, int topics) throws Exception {
        try (Admin admin = admin(bootstrap)) {
            admin.describeCluster().nodes().get();
            long start = System.nanoTime();
            long partitions = 0;
            for (TopicDescription topic :
                    admin.describeTopics(names(topics)).allTopicNames().get().values()) {
                partitions += topic.partitions().size();
            }
            print("described %d topics, %d partitions in %d ms", topics, partitions, millisSince(start));
        }
    }

    private static void write(String bootstrap, int topics, int partitions, int records, int size) throws Exception {
        byte[] value = new byte[size];
        for (int i = 0; i < size; i++) {
            value[i] = (byte) (i * 31);
        }
        List<Long> latenciesNs = new ArrayList<>(records);
        long start = System.nanoTime();
        // A producer looks at all partitions it has ever sent to before every request: one for all would be the limit
        for (int from = 0; from < topics; from += TOPICS_A_PRODUCER) {
            int to = Math.min(topics, from + TOPICS_A_PRODUCER);
            int share = (int) ((long) records * to / topics) - latenciesNs.size();
            latenciesNs.addAll(writeTo(bootstrap, from, to, partitions, share, value));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Collections.sort(latenciesNs);
        print(
                "wrote %d records of %d bytes to %d partitions: %.1f MB/s, p50 %d ms, p99 %d ms",
                records,
                size,
                topics * partitions,
                (double) records * size / 1e6 / seconds,
                TimeUnit.NANOSECONDS.toMillis(latenciesNs.get(records / 2)),
                TimeUnit.NANOSECONDS.toMillis(latenciesNs.get(records - 1 - records / 100)));
    }

    /** Round and round the partitions of the topics {@code from} (inclusive) to {@code to} (exclusive). */
    private static List<Long> writeTo(String bootstrap, int from, int to, int partitions, int records, byte[] value)
            throws Exception {
        int topics = to - from;
        Queue<Long> latenciesNs = new ConcurrentLinkedQueue<>();
        try (Producer<byte[], byte[]> producer = producer(bootstrap)) {
            List<Future<?>> sent = new ArrayList<>(records);
            for (int i = 0; i < records; i++) {
                long sentNs = System.nanoTime();
                sent.add(producer.send(
                        new ProducerRecord<>(PREFIX + (from + i % topics), i / topics % partitions, null, value),
                        (metadata, error) -> latenciesNs.add(System.nanoTime() - sentNs)));
            }
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
        }
        return List.copyOf(latenciesNs);
    }

    private static Producer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "acks", "all",
                        "linger.ms", "5",
                        "buffer.memory", "134217728",
                        "max.block.ms", "600000",
                        "delivery.timeout.ms", "600000",
                        "request.timeout.ms", "120000",
                        "reconnect.backoff.ms", "5",
                        "reconnect.backoff.max.ms", "20",
                        "metadata.max.idle.ms", "3600000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrap,
                "request.timeout.ms", "600000",
                "default.api.timeout.ms", "600000",
                "reconnect.backoff.ms", "5",
                "reconnect.backoff.max.ms", "20"));
    }

    private static long millisSince(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    @SuppressWarnings("SystemOut") // What the script reads
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
