/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Port. The transactions of this broker. Thread-safe; does not block. Each answer comes when what it tells of would
 * survive a crash. All may fail with {@code NotCoordinatorException} and {@code CoordinatorLoadInProgressException}, at
 * which clients come again, beside what {@link TransactionRules} throws.
 */
public interface TransactionCoordinator {

    /** Completes when every transactional id has a coordinator. */
    CompletableFuture<Void> ready();

    /**
     * Gives a producer its id and epoch, and fences all before it. A transaction that one of them has open is aborted
     * first: {@code ConcurrentTransactionsException} until that is done.
     *
     * @param expected with -1 for a producer that begins, or what one had that goes on after an error (KIP-360)
     */
    CompletableFuture<TransactionalProducer> initialize(TransactionalProducer expected, int timeoutMs);

    /** Takes partitions into the transaction, and opens it with the first. */
    CompletableFuture<Void> add(
            TransactionalProducer producer, Set<TopicPartition> partitions, TransactionVersion version);

    /** Fails with {@code TransactionAbortableException} if the transaction does not have the partition. */
    CompletableFuture<Void> verify(TransactionalProducer producer, TopicPartition partition);

    /**
     * Ends a transaction. From when this completes on it is decided, and the first attempt to tell each partition is
     * made.
     *
     * @param withNextEpoch whether the producer goes on with the epoch after this one (KIP-890)
     * @return with which id and epoch it goes on
     */
    CompletableFuture<TransactionalProducer> end(TransactionalProducer producer, boolean commit, boolean withNextEpoch);

    CompletableFuture<Optional<Transaction>> find(String transactionalId);

    CompletableFuture<List<Transaction>> list(Predicate<Transaction> wanted);
}
