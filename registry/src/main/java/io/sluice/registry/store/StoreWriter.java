/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.StoreRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends to the log, and asks where it ends. */
final class StoreWriter implements AutoCloseable {

    private final TopicPartition partition;
    private final long timeoutMs;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    StoreWriter(StoreConfig config) {
        this.partition = new TopicPartition(config.topic(), 0);
        this.timeoutMs = config.timeoutMs();
        int timeout = (int) Math.min(timeoutMs, Integer.MAX_VALUE);
        Map<String, Object> settings = new HashMap<>(config.clients());
        settings.putIfAbsent("reconnect.backoff.max.ms", "1000");
        settings.put("client.id", "schema-registry-writer");
        Map<String, Object> forProducer = new HashMap<>(settings);
        forProducer.put("acks", "all");
        forProducer.put("enable.idempotence", "true");
        forProducer.put("linger.ms", "0");
        forProducer.put("max.block.ms", timeoutMs);
        forProducer.put("request.timeout.ms", timeout);
        forProducer.put("delivery.timeout.ms", timeout);
        this.producer = new KafkaProducer<>(forProducer, new ByteArraySerializer(), new ByteArraySerializer());
        settings.put("request.timeout.ms", timeout);
        settings.put("default.api.timeout.ms", timeout);
        this.admin = Admin.create(settings);
    }

    /**
     * Appends a record.
     *
     * @param base the offset up to which, inclusive, the log had been read when it was decided on
     * @return its offset
     * @throws RegistryException if it was not acknowledged in time; it may be in the log all the same
     */
    long append(StoreRecord record, long base) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                partition.topic(), partition.partition(), StoreJson.key(record.key()), StoreJson.value(record));
        message.headers()
                .add(
                        StoreReader.BASE_HEADER,
                        ByteBuffer.allocate(Long.BYTES).putLong(base).array());
        try {
            Future<RecordMetadata> sent = producer.send(message);
            return await(sent, timeoutMs).offset();
        } catch (KafkaException e) {
            throw new RegistryException(RegistryError.STORE_ERROR, "cannot write to " + partition + ": " + e);
        }
    }

    /**
     * The offset that the next record of the log will have.
     *
     * @throws RegistryException if the brokers do not say in time
     */
    long endOffset(long waitMs) {
        return await(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition), waitMs)
                .offset();
    }

    private <T> T await(Future<T> future, long waitMs) {
        try {
            return future.get(waitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RegistryException(
                    RegistryError.STORE_TIMEOUT, "no answer about " + partition + " in " + waitMs + " ms; ask again");
        } catch (ExecutionException e) {
            RegistryError error = e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? RegistryError.STORE_TIMEOUT
                    : RegistryError.STORE_ERROR;
            throw new RegistryException(error, "cannot use " + partition + ": " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(RegistryError.STORE_ERROR, "the registry is being stopped");
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(2));
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
