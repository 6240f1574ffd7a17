/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own producer, idempotent, that writes 0, 1, 2 … to each partition of a topic until it is told to stop, however
 * often the broker dies meanwhile.
 *
 * <p>Thread-safe. One thread sends, the producer's own thread hears the answers.
 */
public final class SequenceProducer implements AutoCloseable {

    /** What a record holds. */
    @FunctionalInterface
    public interface Body {
        String of(int partition, long sequence);
    }

    // Few enough that a kill hits a good part of what is under way, and the log stays small
    private static final int IN_FLIGHT = 400;

    private final String topic;
    private final int partitions;
    private final Body body;
    private final long perSecond;
    private final KafkaProducer<String, String> producer;
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<List<Long>> offsets = new ArrayList<>();
    private final Thread sender = new Thread(this::send, "sequence-producer");
    private volatile boolean stopping;

    private SequenceProducer(String bootstrapServers, String topic, int partitions, Body body, long perSecond) {
        this.topic = topic;
        this.partitions = partitions;
        this.body = body;
        this.perSecond = perSecond;
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("linger.ms", "2");
        config.put("batch.size", "4096");
        config.put("request.timeout.ms", "10000");
        config.put("delivery.timeout.ms", "600000");
        config.put("max.block.ms", "300000");
        config.put("reconnect.backoff.max.ms", "100");
        config.put("retry.backoff.ms", "20");
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        for (int p = 0; p < partitions; p++) {
            offsets.add(new ArrayList<>());
        }
    }

    /** Writes as fast as the broker answers. */
    public static SequenceProducer start(String bootstrapServers, String topic, int partitions, Body body) {
        return start(bootstrapServers, topic, partitions, body, Long.MAX_VALUE);
    }

    /** Writes at most {@code perSecond} records a second to each partition. */
    public static SequenceProducer start(
            String bootstrapServers, String topic, int partitions, Body body, long perSecond) {
        SequenceProducer result = new SequenceProducer(bootstrapServers, topic, partitions, body, perSecond);
        result.sender.start();
        return result;
    }

    private void send() {
        try {
            long startNanos = System.nanoTime();
            for (long sequence = 0; !stopping; sequence++) {
                LockSupport.parkNanos(startNanos + sequence * (1_000_000_000 / perSecond) - System.nanoTime());
                for (int partition = 0; partition < partitions; partition++) {
                    send(partition, sequence);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(int partition, long sequence) throws InterruptedException {
        permits.acquire();
        List<Long> acknowledgedOffsets = offsets.get(partition);
        String key = String.valueOf(sequence);
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, partition, key, body.of(partition, sequence));
        var unused = producer.send(record, (metadata, e) -> {
            if (e == null) {
                synchronized (acknowledgedOffsets) {
                    acknowledgedOffsets.add(metadata.offset());
                }
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, e);
            }
            permits.release();
        });
    }

    /** How many records are acknowledged; fails if one was given up. */
    public long acknowledged() {
        Exception e = failure.get();
        if (e != null) {
            throw new AssertionError("the producer gave up: " + e, e);
        }
        return acknowledged.get();
    }

    /** Stops sending, and returns when all that was sent is acknowledged. */
    public void finish() throws InterruptedException {
        stopping = true;
        sender.join();
        producer.flush();
        producer.close();
        if (acknowledged() % partitions != 0) {
            throw new AssertionError("acknowledged " + acknowledged() + " in " + partitions + " equal partitions");
        }
    }

    /** The offsets at which the records of a partition were acknowledged, in the order of their sequence numbers. */
    public List<Long> offsets(int partition) {
        List<Long> acknowledgedOffsets = offsets.get(partition);
        synchronized (acknowledgedOffsets) {
            return List.copyOf(acknowledgedOffsets);
        }
    }

    @Override
    public void close() {
        stopping = true;
        sender.interrupt();
        producer.close(Duration.ZERO);
    }
}
