/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own consumer, which reads what a {@link SequenceProducer} writes from the beginning, and notes the first record
 * of a partition that is not the next one.
 *
 * <p>Thread-safe; a thread of its own reads.
 */
public final class SequenceReader implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> assigned;
    private final List<List<Long>> offsets = new ArrayList<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
    private final Thread reader = new Thread(this::read, "sequence-reader");
    private volatile boolean stopping;

    private SequenceReader(String bootstrapServers, String topic, int partitions) {
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("auto.offset.reset", "none");
        config.put("enable.auto.commit", "false");
        config.put("reconnect.backoff.max.ms", "100");
        config.put("request.timeout.ms", "10000");
        config.put("default.api.timeout.ms", "300000");
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        this.assigned = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        assigned.forEach(p -> offsets.add(new ArrayList<>()));
    }

    public static SequenceReader start(String bootstrapServers, String topic, int partitions) {
        SequenceReader result = new SequenceReader(bootstrapServers, topic, partitions);
        result.reader.start();
        return result;
    }

    private void read() {
        try {
            consumer.assign(assigned);
            assigned.forEach(p -> consumer.seek(p, 0));
            while (!stopping && problem.get() == null) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::check);
            }
        } catch (RuntimeException e) {
            problem.compareAndSet(null, e.toString());
        } finally {
            consumer.close();
        }
    }

    private void check(ConsumerRecord<String, String> record) {
        List<Long> seen = offsets.get(record.partition());
        long sequence = Long.parseLong(record.key());
        synchronized (seen) {
            if (sequence != seen.size()) {
                problem.compareAndSet(
                        null,
                        "partition " + record.partition() + " has record " + sequence + " at offset " + record.offset()
                                + ", where " + seen.size() + " is next");
            }
            seen.add(record.offset());
        }
        count.incrementAndGet();
    }

    /** Records read; fails if one was not the next of its partition. */
    public long count() {
        String found = problem.get();
        if (found != null) {
            throw new AssertionError(found);
        }
        return count.get();
    }

    /** The offsets of the records of a partition, in order. */
    public List<Long> offsets(int partition) {
        List<Long> seen = offsets.get(partition);
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
