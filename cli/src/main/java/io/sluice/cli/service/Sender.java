/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import io.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends values with the official Kafka producer at its defaults (idempotent, {@code acks=all}). */
public final class Sender implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrapServers;
    private final String topic;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Starts a producer; it connects when the first record is sent.
     *
     * @param overrides settings of the Kafka producer
     * @throws UserError if a setting is refused
     */
    public Sender(String bootstrapServers, String topic, Map<String, String> overrides) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "sluice-produce");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putAll(overrides);
        this.producer = connect(config);
        this.bootstrapServers = String.valueOf(config.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
        this.topic = topic;
    }

    private static KafkaProducer<byte[], byte[]> connect(Map<String, Object> config) {
        try {
            return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new UserError("the Kafka producer does not start: " + reason.getMessage());
        }
    }

    /**
     * Hands a value to the producer; waits only when its buffer is full.
     *
     * @throws IOException if an earlier one was refused
     */
    public void send(byte[] value, LongConsumer onAcknowledged) throws IOException {
        send(null, value, onAcknowledged);
    }

    /** As {@link #send(byte[], LongConsumer)}, with a key. */
    public void send(byte @Nullable [] key, byte[] value, LongConsumer onAcknowledged) throws IOException {
        checkFailure();
        // The callback hears of both outcomes.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            } else {
                onAcknowledged.accept(acknowledged.incrementAndGet());
            }
        });
    }

    /**
     * Waits until every value is acknowledged.
     *
     * @return how many
     */
    public long finish() throws IOException {
        producer.flush();
        checkFailure();
        return acknowledged.get();
    }

    private void checkFailure() throws IOException {
        Exception e = failure.get();
        if (e != null) {
            String silent = e instanceof TimeoutException ? "; is there a broker at " + bootstrapServers + "?" : "";
            throw new IOException(
                    "a record for topic " + topic + " was not accepted after " + acknowledged + " that were: "
                            + e.getMessage() + silent,
                    e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
