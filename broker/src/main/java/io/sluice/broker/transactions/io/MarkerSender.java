/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.transactions.EndMarker;
import io.sluice.broker.transactions.Markers;
import io.sluice.broker.transactions.Transaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings a transaction whose end is decided, durably so, to its end: a marker in each partition, and when they are
 * durable the note that they are. What can not be written now is tried again until it can, or until the shard of the
 * transaction is gone or knows of another end.
 *
 * <p>Thread-safe; does not block.
 */
final class MarkerSender {
    private static final Logger LOG = LoggerFactory.getLogger(MarkerSender.class);

    /** A coordinator that is being read back is there soon; a disk that is full is so for longer. */
    private static final long FIRST_RETRY_MS = 50;

    private static final long LAST_RETRY_MS = 10_000;

    private final Markers markers;
    private final TransactionShards shards;
    private final ToIntFunction<String> coordinatorEpoch;
    private final LongSupplier nowMs;
    private final Later later;

    /** Runs a task once, later; not any more when the broker stops. */
    interface Later {
        void after(long delayMs, Runnable task);
    }

    /** @param coordinatorEpoch of a transactional id */
    MarkerSender(
            Markers markers,
            TransactionShards shards,
            ToIntFunction<String> coordinatorEpoch,
            LongSupplier nowMs,
            Later later) {
        this.markers = markers;
        this.shards = shards;
        this.coordinatorEpoch = coordinatorEpoch;
        this.nowMs = nowMs;
        this.later = later;
    }

    /**
     * Ends a transaction.
     *
     * @return completes, never fails, when every partition has its marker, or one can not have it now
     */
    CompletableFuture<Void> finish(Transaction prepared) {
        return finish(prepared, FIRST_RETRY_MS);
    }

    private CompletableFuture<Void> finish(Transaction prepared, long retryMs) {
        EndMarker marker = EndMarker.of(prepared, coordinatorEpoch.applyAsInt(prepared.id()));
        CompletableFuture<?>[] written = prepared.partitions().stream()
                .map(partition -> write(partition, marker, prepared.id()))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(written).handle((done, error) -> {
            if (error == null) {
                complete(prepared, retryMs);
            } else {
                retry(prepared, retryMs, error);
            }
            return null;
        });
    }

    private void retry(Transaction prepared, long retryMs, Throwable error) {
        LOG.atLevel(retryMs < LAST_RETRY_MS ? Level.INFO : Level.WARN)
                .log(
                        "The transaction of '{}' can not be ended in each of its partitions yet, and is tried again: {}",
                        prepared.id(),
                        Errors.maybeUnwrapException(error).toString());
        later.after(retryMs, () -> {
            CompletableFuture<?> unused = shards.read(
                            "what is to be ended",
                            prepared.id(),
                            (shard, offset) -> prepared.equals(shard.find(prepared.id(), offset)))
                    .thenAccept(isStill -> {
                        if (isStill) {
                            finishAll(List.of(prepared), Math.min(2 * retryMs, LAST_RETRY_MS));
                        }
                    });
        });
    }

    /** As {@link #finish}, for who does not wait for it. */
    void finishAll(List<Transaction> prepared) {
        finishAll(prepared, FIRST_RETRY_MS);
    }

    private void finishAll(List<Transaction> prepared, long retryMs) {
        for (Transaction transaction : prepared) {
            CompletableFuture<?> unused = finish(transaction, retryMs);
        }
    }

    private CompletableFuture<Void> write(TopicPartition partition, EndMarker marker, String transactionalId) {
        return markers.write(partition, marker).exceptionally(error -> {
            Throwable cause = Errors.maybeUnwrapException(error);
            if (cause instanceof UnknownTopicOrPartitionException) {
                LOG.info("{} was deleted: it needs no end of the transaction of '{}'", partition, transactionalId);
            } else if (cause instanceof InvalidProducerEpochException) {
                LOG.warn(
                        "{} has seen a newer epoch than that of {}: the transaction of '{}' has ended there",
                        partition,
                        marker,
                        transactionalId);
            } else {
                throw new CompletionException(cause);
            }
            return null;
        });
    }

    /** The next command of this id comes after this one: who was waiting for the markers need not wait for it. */
    private void complete(Transaction prepared, long retryMs) {
        CompletableFuture<?> unused = shards.write(
                        "complete transaction", prepared.id(), shard -> shard.complete(prepared, nowMs.getAsLong()))
                .exceptionally(error -> {
                    retry(prepared, retryMs, error);
                    return false;
                });
    }
}
