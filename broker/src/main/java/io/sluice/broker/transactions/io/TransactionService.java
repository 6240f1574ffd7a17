/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.ProducerIds;
import io.sluice.broker.shard.InternalTopic;
import io.sluice.broker.transactions.Markers;
import io.sluice.broker.transactions.Transaction;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionSettings;
import io.sluice.broker.transactions.TransactionalProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.TransactionVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of this broker.
 *
 * <p>State is a fold over the topic {@code __transaction_state}; a change is answered when the log has made it durable,
 * and only then acted on: markers are written when it is durable that the transaction ends, and that it has ended is
 * written when they are. {@link #start} reads it all back in the background, and finishes what a crash left undone. Until
 * a partition is read its ids get {@code COORDINATOR_LOAD_IN_PROGRESS}, on which clients retry.
 */
public final class TransactionService implements TransactionCoordinator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionService.class);

    private final TransactionSettings settings;
    private final LogStore logs;
    private final ClusterMetadata metadata;
    private final ProducerIds producerIds;
    private final Executor io;
    private final Time time;
    private final TransactionRuntime runtime;
    private final TransactionShards shards;
    private volatile @Nullable MarkerSender sender;

    /**
     * @param io runs what waits for the disk
     * @param time for time-outs, and for what records say of when they were written
     */
    public TransactionService(
            TransactionSettings settings,
            LogStore logs,
            ClusterMetadata metadata,
            ProducerIds producerIds,
            Executor io,
            Time time) {
        this.settings = settings;
        this.logs = logs;
        this.metadata = metadata;
        this.producerIds = producerIds;
        this.io = io;
        this.time = time;
        this.runtime = new TransactionRuntime(settings, logs, metadata, this::finishLoaded, time);
        this.shards = runtime.shards();
    }

    /**
     * Begins to read back what there is. Does not wait for it. Once.
     *
     * @param ofOffsets writes the markers of the offsets topic
     * @return writes any marker
     */
    public Markers start(Markers ofOffsets) {
        Markers markers = new LogMarkers(
                partition -> InternalTopic.find(partition, metadata, logs), ofOffsets, time::milliseconds);
        sender = new MarkerSender(markers, shards, this::coordinatorEpoch, time::milliseconds, runtime::after);
        runtime.start();
        runtime.every(settings.abortIntervalMs(), this::abortOverdue);
        runtime.every(settings.forgetIntervalMs(), this::forgetUnused);
        return markers;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return runtime.ready();
    }

    @Override
    public CompletableFuture<TransactionalProducer> initialize(TransactionalProducer expected, int timeoutMs) {
        if (timeoutMs <= 0 || timeoutMs > settings.maxTimeoutMs()) {
            return CompletableFuture.failedFuture(new InvalidTxnTimeoutException("A transaction can not be open for "
                    + timeoutMs + " ms: it must be more than 0 and at most " + settings.maxTimeoutMs()
                    + " (transaction.max.timeout.ms of the broker)."));
        }
        return CompletableFuture.supplyAsync(producerIds::next, io)
                .thenCompose(fresh -> shards.write(
                        "initialize producer",
                        expected.transactionalId(),
                        shard -> shard.initialize(expected, timeoutMs, fresh, time.milliseconds())))
                .thenApply(this::initialized);
    }

    private TransactionalProducer initialized(Transaction transaction) {
        if (transaction.isEnding()) {
            sender().finishAll(List.of(transaction));
            throw new ConcurrentTransactionsException(
                    "The open transaction of '" + transaction.id() + "' is being aborted. Try again.");
        }
        return producer(transaction);
    }

    @Override
    public CompletableFuture<Void> add(
            TransactionalProducer producer, Set<TopicPartition> partitions, TransactionVersion version) {
        return shards.write(
                        "add partitions",
                        producer.transactionalId(),
                        shard -> shard.add(producer, partitions, version, time.milliseconds()))
                .thenApply(added -> null);
    }

    @Override
    public CompletableFuture<Void> verify(TransactionalProducer producer, TopicPartition partition) {
        return shards.read("verify partition", producer.transactionalId(), (shard, offset) -> {
            shard.verify(producer, partition, offset);
            return null;
        });
    }

    @Override
    public CompletableFuture<TransactionalProducer> end(
            TransactionalProducer producer, boolean commit, boolean withNextEpoch) {
        if (!withNextEpoch) {
            return ended(shards.write(
                    "end transaction",
                    producer.transactionalId(),
                    shard -> shard.end(producer, commit, time.milliseconds())));
        }
        // An id to go on with is needed for the last epoch only
        CompletableFuture<Long> fresh = producer.epoch() < Short.MAX_VALUE - 1
                ? CompletableFuture.completedFuture(RecordBatch.NO_PRODUCER_ID)
                : CompletableFuture.supplyAsync(producerIds::next, io);
        return ended(fresh.thenCompose(next -> shards.write(
                "end transaction",
                producer.transactionalId(),
                shard -> shard.endWithNextEpoch(producer, commit, next, time.milliseconds()))));
    }

    /** Decided; the markers are waited for, so that who has committed reads what is committed. */
    private CompletableFuture<TransactionalProducer> ended(CompletableFuture<Transaction> decided) {
        return decided.thenCompose(transaction -> transaction.isEnding()
                ? sender().finish(transaction).thenApply(done -> producer(transaction.completed(time.milliseconds())))
                : CompletableFuture.completedFuture(producer(transaction)));
    }

    private static TransactionalProducer producer(Transaction transaction) {
        return new TransactionalProducer(transaction.id(), transaction.producerId(), transaction.epoch());
    }

    @Override
    public CompletableFuture<Optional<Transaction>> find(String transactionalId) {
        return shards.read(
                "find transaction",
                transactionalId,
                (shard, offset) -> Optional.ofNullable(shard.find(transactionalId, offset)));
    }

    @Override
    public CompletableFuture<List<Transaction>> list(Predicate<Transaction> wanted) {
        List<CompletableFuture<List<Transaction>>> ofShards =
                shards.readAll("list transactions", (shard, offset) -> shard.list(wanted, offset));
        return CompletableFuture.allOf(ofShards.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<Transaction> all = new ArrayList<>();
                    ofShards.forEach(ofShard -> all.addAll(ofShard.join()));
                    return all;
                });
    }

    private void finishLoaded(TopicPartition partition) {
        whenDone(
                "What was ending in " + partition,
                shards.readOne(
                        "what was ending", partition, (shard, offset) -> shard.list(Transaction::isEnding, offset)),
                ending -> {
                    if (!ending.isEmpty()) {
                        LOG.info("Finishing {} transactions of {}", ending.size(), partition);
                    }
                    sender().finishAll(ending);
                });
    }

    private void abortOverdue() {
        long nowMs = time.milliseconds();
        for (CompletableFuture<List<Transaction>> aborting :
                shards.writeAll("abort overdue transactions", shard -> shard.timeOut(nowMs))) {
            whenDone("What is open for too long", aborting, transactions -> {
                transactions.forEach(transaction -> LOG.info(
                        "The transaction of '{}' is open for more than {} ms: aborting it",
                        transaction.id(),
                        transaction.timeoutMs()));
                sender().finishAll(transactions);
            });
        }
    }

    private void forgetUnused() {
        long nowMs = time.milliseconds();
        for (CompletableFuture<List<String>> forgetting :
                shards.writeAll("forget unused ids", shard -> shard.forget(settings.idExpirationMs(), nowMs))) {
            whenDone("What is not used any more", forgetting, ids -> {
                if (!ids.isEmpty()) {
                    LOG.info("Forgot {} transactional ids that were not used: {}", ids.size(), ids);
                }
            });
        }
    }

    /** A shard that is being read back, or is gone, has its turn another time. */
    private static <T> void whenDone(String what, CompletableFuture<T> command, Consumer<T> then) {
        CompletableFuture<?> unused = command.thenAccept(then).exceptionally(error -> {
            LOG.debug("{} is looked at later: {}", what, error.toString());
            return null;
        });
    }

    private int coordinatorEpoch(String transactionalId) {
        return InternalTopic.find(shards.partitionOf(transactionalId), metadata, logs)
                .map(PartitionLog::leaderEpoch)
                .orElse(0);
    }

    private MarkerSender sender() {
        MarkerSender started = sender;
        if (started == null) {
            throw new IllegalStateException("the service is not started");
        }
        return started;
    }

    @Override
    public void close() {
        runtime.close();
    }
}
