/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import io.sluice.broker.transactions.TransactionRules.Initialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorResult;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShard;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.timeline.SnapshotRegistry;
import org.apache.kafka.timeline.TimelineHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactional ids of one partition of {@code __transaction_state}. A command returns the records to write and the
 * answer to give when they are durable; {@link #replay} alone changes the state, when a record is written and when the
 * partition is read back.
 *
 * <p>Not thread-safe: the runtime runs one command at a time. What is not durable yet is seen by the next command, and
 * undone by the runtime if it can not be written; the reads see what is durable.
 */
public final class TransactionShard implements CoordinatorShard<CoordinatorRecord> {
    private final TimelineHashMap<String, Transaction> byId;

    public TransactionShard(SnapshotRegistry snapshots) {
        byId = new TimelineHashMap<>(snapshots, 0);
    }

    @Override
    public void replay(long offset, long producerId, short producerEpoch, CoordinatorRecord record) {
        String id = TransactionRecords.id(record);
        if (record.value() == null) {
            byId.remove(id);
        } else {
            byId.put(id, TransactionRecords.read(id, (TransactionLogValue)
                    record.value().message()));
        }
    }

    /** See {@link TransactionRules#initialize}. */
    public CoordinatorResult<Transaction, CoordinatorRecord> initialize(
            TransactionalProducer expected, int timeoutMs, long freshProducerId, long nowMs) {
        Transaction now = now(expected.transactionalId());
        return changed(
                now,
                TransactionRules.initialize(
                        now,
                        new Initialization(
                                expected.transactionalId(),
                                timeoutMs,
                                expected.producerId(),
                                expected.epoch(),
                                freshProducerId),
                        nowMs));
    }

    /** See {@link TransactionRules#add}. */
    public CoordinatorResult<Transaction, CoordinatorRecord> add(
            TransactionalProducer producer, Set<TopicPartition> partitions, TransactionVersion version, long nowMs) {
        Transaction now = now(producer.transactionalId());
        return changed(now, TransactionRules.add(now, producer, partitions, version, nowMs));
    }

    /** See {@link TransactionRules#verify}; of what was durable at an offset. */
    public void verify(TransactionalProducer producer, TopicPartition partition, long committedOffset) {
        TransactionRules.verify(find(producer.transactionalId(), committedOffset), producer, partition);
    }

    /** See {@link TransactionRules#end}. */
    public CoordinatorResult<Transaction, CoordinatorRecord> end(
            TransactionalProducer producer, boolean commit, long nowMs) {
        Transaction now = now(producer.transactionalId());
        return changed(now, TransactionRules.end(now, producer, commit, nowMs));
    }

    /** See {@link TransactionRules#endWithNextEpoch}. */
    public CoordinatorResult<Transaction, CoordinatorRecord> endWithNextEpoch(
            TransactionalProducer producer, boolean commit, long freshProducerId, long nowMs) {
        Transaction now = now(producer.transactionalId());
        return changed(now, TransactionRules.endWithNextEpoch(now, producer, commit, freshProducerId, nowMs));
    }

    /** Every partition has its marker. Nothing to do if that was known. */
    public CoordinatorResult<Boolean, CoordinatorRecord> complete(Transaction prepared, long nowMs) {
        Transaction now = now(prepared.id());
        return prepared.equals(now)
                ? new CoordinatorResult<>(List.of(TransactionRecords.of(now.completed(nowMs))), true)
                : new CoordinatorResult<>(List.of(), false);
    }

    /** Decides to abort what is open for too long; the answer is what has to be ended so. */
    public CoordinatorResult<List<Transaction>, CoordinatorRecord> timeOut(long nowMs) {
        List<Transaction> aborting = new ArrayList<>();
        for (Transaction transaction : byId.values()) {
            Transaction aborted = TransactionRules.timeOut(transaction, nowMs);
            if (aborted != null) {
                aborting.add(aborted);
            }
        }
        return many(aborting.stream().map(TransactionRecords::of).toList(), aborting);
    }

    /** Forgets the ids that were not used for so long. The answer is which. */
    public CoordinatorResult<List<String>, CoordinatorRecord> forget(long expirationMs, long nowMs) {
        List<String> forgotten = byId.values().stream()
                .filter(transaction -> TransactionRules.isForgotten(transaction, expirationMs, nowMs))
                .map(Transaction::id)
                .toList();
        return many(forgotten.stream().map(TransactionRecords::tombstone).toList(), forgotten);
    }

    /** What was durable at an offset. */
    public @Nullable Transaction find(String transactionalId, long committedOffset) {
        return byId.get(transactionalId, committedOffset);
    }

    /** What was durable at an offset. */
    public List<Transaction> list(Predicate<Transaction> wanted, long committedOffset) {
        return byId.values(committedOffset).stream().filter(wanted).toList();
    }

    private @Nullable Transaction now(String transactionalId) {
        return byId.get(transactionalId);
    }

    private static CoordinatorResult<Transaction, CoordinatorRecord> changed(
            @Nullable Transaction now, Transaction next) {
        return new CoordinatorResult<>(next.equals(now) ? List.of() : List.of(TransactionRecords.of(next)), next);
    }

    /** Each record is a fact of its own, so they need not fit into one batch. */
    private static <T> CoordinatorResult<T, CoordinatorRecord> many(List<CoordinatorRecord> records, T answer) {
        return new CoordinatorResult<>(records, answer, null, true, false);
    }
}
