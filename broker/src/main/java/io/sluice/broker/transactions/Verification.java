/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import io.sluice.broker.log.PartitionLog;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * Asks, before the first record of a transaction comes to a partition, whether it is part of it, or makes it so: a late
 * record of a transaction that is over would hold back its readers for ever (KIP-890). Thread-safe.
 */
public final class Verification {
    private final TransactionCoordinator coordinator;

    public Verification(TransactionCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    /**
     * Asks, unless the log knows.
     *
     * @return to append with: it holds as long as the transaction has not ended in the log. Fails with what the client
     *     of a write is to be told, such as {@code InvalidTxnStateException}, or {@code NotEnoughReplicasException} for
     *     it to try again
     */
    public CompletableFuture<VerificationGuard> begin(
            PartitionLog log, TransactionalProducer producer, Participation participation) {
        VerificationGuard guard = log.startVerification(producer.producerId(), producer.epoch());
        if (guard.equals(VerificationGuard.SENTINEL)) {
            return CompletableFuture.completedFuture(guard);
        }
        TopicPartition partition = log.partition().topicPartition();
        CompletableFuture<Void> asked = participation == Participation.ADDED_BY_WRITING
                ? coordinator.add(producer, Set.of(partition), TransactionVersion.TV_2)
                : coordinator.verify(producer, partition);
        return asked.handle((part, error) -> {
            if (error != null) {
                throw told(error, partition, participation);
            }
            return guard;
        });
    }

    private static RuntimeException told(Throwable error, TopicPartition partition, Participation participation) {
        Throwable cause = Errors.maybeUnwrapException(error);
        Errors code = Errors.forException(cause);
        String message = "Unable to verify that " + partition + " is part of the transaction: " + cause.getMessage();
        return switch (code) {
            case PRODUCER_FENCED -> Errors.INVALID_PRODUCER_EPOCH.exception(message);
            case TRANSACTION_ABORTABLE ->
                (participation == Participation.ADDED_BEFORE_BY_OLD_CLIENT ? Errors.INVALID_TXN_STATE : code)
                        .exception(message);
            case CONCURRENT_TRANSACTIONS ->
                (participation == Participation.ADDED_BY_WRITING ? code : Errors.NOT_ENOUGH_REPLICAS)
                        .exception(message);
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REQUEST_TIMED_OUT ->
                Errors.NOT_ENOUGH_REPLICAS.exception(message);
            case UNKNOWN_SERVER_ERROR -> new IllegalStateException(message, cause);
            default -> code.exception(message);
        };
    }
}
