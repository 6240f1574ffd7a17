/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.transactions.Participation;
import io.sluice.broker.transactions.TransactionalProducer;
import io.sluice.broker.transactions.Verification;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/**
 * Appends the batches of transactions. The first of a transaction in a partition waits until the coordinator has said
 * that it belongs there, those that come meanwhile wait behind it: a producer has several requests under way, and its
 * batches must stay in order. All others go to the log at once.
 *
 * <p>Thread-safe.
 */
final class TransactionalAppends {
    private final Verification verification;
    private final Map<Key, Queue<Waiting>> queues = new HashMap<>();

    /** Whose batches wait for one another. */
    private record Key(PartitionLog log, long producerId, short epoch) {}

    private record Waiting(MemoryRecords records, CompletableFuture<Append> append) {}

    TransactionalAppends(Verification verification) {
        this.verification = verification;
    }

    /** @return the append, as soon as it has its place; fails as {@link PartitionLog#append} throws */
    CompletableFuture<Append> append(
            RequestContext context, String transactionalId, PartitionLog log, MemoryRecords records) {
        RecordBatch batch = records.batches().iterator().next();
        TransactionalProducer producer =
                new TransactionalProducer(transactionalId, batch.producerId(), batch.producerEpoch());
        Key key = new Key(log, producer.producerId(), producer.epoch());
        Waiting waiting = new Waiting(records, new CompletableFuture<>());
        synchronized (queues) {
            Queue<Waiting> queue = queues.get(key);
            if (queue != null) {
                queue.add(waiting);
                return waiting.append();
            }
        }
        CompletableFuture<VerificationGuard> asked =
                verification.begin(log, producer, Participation.byProduce(context.version()));
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(log.append(records, AppendOrigin.CLIENT, asked.join()));
        }
        synchronized (queues) {
            queues.computeIfAbsent(key, first -> new ArrayDeque<>()).add(waiting);
        }
        CompletableFuture<?> unused = asked.whenCompleteAsync((guard, error) -> go(key, guard, error), context.loop());
        return waiting.append();
    }

    /** Lets those go that wait, in their order, and those that come while they go. */
    private void go(Key key, @Nullable VerificationGuard guard, @Nullable Throwable error) {
        for (Waiting next = next(key); next != null; next = next(key)) {
            if (error != null) {
                next.append().completeExceptionally(error);
                continue;
            }
            try {
                next.append().complete(key.log().append(next.records(), AppendOrigin.CLIENT, guard));
            } catch (RuntimeException e) {
                next.append().completeExceptionally(e);
            }
        }
    }

    private @Nullable Waiting next(Key key) {
        synchronized (queues) {
            Queue<Waiting> queue = queues.get(key);
            Waiting next = queue == null ? null : queue.poll();
            if (next == null) {
                queues.remove(key);
            }
            return next;
        }
    }
}
