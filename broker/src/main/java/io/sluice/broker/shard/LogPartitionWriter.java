/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * Where a coordinator runtime writes its records: our log.
 *
 * <p>The runtime completes a request once the high watermark it is told of has passed the request's records. Our high
 * watermark is what the write-ahead log has made durable, so nothing is answered before it would survive a crash.
 *
 * <p>Thread-safe.
 */
public final class LogPartitionWriter implements PartitionWriter {

    private final CoordinatorLogs logs;
    private final TransactionGate gate;
    private final Map<Registration, PartitionLog.Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<TopicPartition, CompletableFuture<Void>> active = new ConcurrentHashMap<>();
    private final Map<Integer, LogConfig> configsByMaxMessageBytes = new ConcurrentHashMap<>();

    /** For a coordinator that takes no part in the transactions of clients. */
    public LogPartitionWriter(CoordinatorLogs logs) {
        this(
                logs,
                (log, transactionalId, producerId, epoch, apiVersion) ->
                        CompletableFuture.failedFuture(new UnsupportedVersionException(
                                log.partition().topicPartition() + " takes no records of transactions")));
    }

    public LogPartitionWriter(CoordinatorLogs logs, TransactionGate gate) {
        this.logs = logs;
        this.gate = gate;
    }

    /** Completes when the runtime has replayed a partition and serves it: it registers its listener then. */
    public CompletableFuture<Void> active(TopicPartition partition) {
        return active.computeIfAbsent(partition, serving -> new CompletableFuture<>());
    }

    /** The listener hears the present high watermark at once, so that none is missed between replay and this call. */
    @Override
    public void registerListener(TopicPartition partition, Listener listener) {
        PartitionLog log = log(partition);
        subscriptions.put(
                new Registration(partition, listener),
                log.onAdvance(advanced -> listener.onHighWatermarkUpdated(partition, advanced.highWatermark())));
        listener.onHighWatermarkUpdated(partition, log.highWatermark());
        active(partition).complete(null);
    }

    @Override
    public void deregisterListener(TopicPartition partition, Listener listener) {
        active.remove(partition);
        PartitionLog.Subscription subscription = subscriptions.remove(new Registration(partition, listener));
        if (subscription != null) {
            subscription.close();
        }
    }

    /** Only {@code max.message.bytes} matters to the runtime: it is how large a batch may grow. */
    @Override
    public LogConfig config(TopicPartition partition) {
        return configsByMaxMessageBytes.computeIfAbsent(
                log(partition).config().maxMessageBytes(),
                maxBytes -> new LogConfig(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxBytes)));
    }

    @Override
    public long append(
            TopicPartition partition, VerificationGuard guard, MemoryRecords records, short transactionVersion) {
        // The runtime reuses its buffer as soon as this returns, the log reads it until the records are durable.
        return log(partition)
                        .append(copyOf(records), AppendOrigin.COORDINATOR, guard)
                        .lastOffset()
                + 1;
    }

    @Override
    public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition partition, String transactionalId, long producerId, short producerEpoch, int apiVersion) {
        return gate.enter(log(partition), transactionalId, producerId, producerEpoch, apiVersion);
    }

    @Override
    public CompletableFuture<Void> deleteRecords(TopicPartition partition, long deleteBeforeOffset) {
        return log(partition).deleteRecordsBefore(deleteBeforeOffset);
    }

    private PartitionLog log(TopicPartition partition) {
        return logs.find(partition)
                .orElseThrow(() -> new NotLeaderOrFollowerException("this broker has no log of " + partition));
    }

    private static MemoryRecords copyOf(MemoryRecords records) {
        ByteBuffer copy = ByteBuffer.allocate(records.sizeInBytes());
        copy.put(records.buffer().duplicate());
        return MemoryRecords.readableRecords(copy.flip());
    }

    private record Registration(TopicPartition partition, Listener listener) {}
}
