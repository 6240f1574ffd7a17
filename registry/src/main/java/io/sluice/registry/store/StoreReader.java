/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import io.sluice.registry.state.StoreRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log from its beginning, for as long as it is open, and hands each record to the follower. A thread of its
 * own does so.
 */
final class StoreReader implements Runnable, AutoCloseable {

    /** Header of a record: the offset up to which its writer had read, inclusive, as eight bytes big-endian. */
    static final String BASE_HEADER = "sluice.base";

    private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Who is told. All calls come from one thread. */
    interface Follower {

        /** A record of the log; null if it is none that the registry knows. */
        void read(long offset, Optional<Long> base, @Nullable StoreRecord record);

        /** All records below this offset were handed over, or are gone. */
        void reached(long offset);

        /** Nothing more will come. */
        void failed(RuntimeException cause);
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Follower follower;
    private final Thread thread;

    StoreReader(StoreConfig config, Follower follower) {
        this.partition = new TopicPartition(config.topic(), 0);
        this.follower = follower;
        Map<String, Object> settings = new HashMap<>(config.clients());
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "none");
        settings.put("client.id", "schema-registry-reader");
        settings.putIfAbsent("reconnect.backoff.max.ms", "1000");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this, "sluice-registry-reader");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(POLL).forEach(this::hand);
                follower.reached(consumer.position(partition));
            }
        } catch (WakeupException e) {
            LOG.debug("closed");
            follower.failed(e);
        } catch (RuntimeException e) {
            LOG.error("the registry cannot follow {} any more: {}", partition.topic(), e.toString());
            follower.failed(e);
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) {
        try {
            StoreRecord parsed = StoreJson.record(record.key(), record.value());
            follower.read(record.offset(), base(record), parsed);
        } catch (IOException e) {
            // One that cannot be read must not keep all schemas from being served.
            LOG.warn("{}@{} is left out: {}", partition, record.offset(), e.getMessage());
            follower.read(record.offset(), Optional.empty(), null);
        }
    }

    private static Optional<Long> base(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(BASE_HEADER);
        return header == null || header.value().length != Long.BYTES
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(header.value()).getLong());
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the reader was stopped", e);
        }
    }
}
