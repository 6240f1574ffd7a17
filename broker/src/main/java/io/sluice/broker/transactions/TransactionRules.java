/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to a transactional id. Each answer is what is known of it then, or Kafka's own exception: {@code
 * ProducerFencedException} for an instance of the past, {@code ConcurrentTransactionsException} for who has to come
 * again, {@code InvalidPidMappingException} and {@code InvalidTxnStateException} for what makes no sense.
 */
final class TransactionRules {
    private TransactionRules() {}

    /**
     * A producer that begins, or that goes on after an error.
     *
     * @param expectedProducerId of a producer that goes on (KIP-360), with {@code expectedEpoch}; else -1
     * @param freshProducerId to be used if one is needed
     */
    record Initialization(
            String transactionalId, int timeoutMs, long expectedProducerId, short expectedEpoch, long freshProducerId) {

        /** Whether it has an epoch, and asks for the one after it. */
        boolean goesOn() {
            return expectedEpoch != RecordBatch.NO_PRODUCER_EPOCH;
        }
    }

    /**
     * Gives a producer its id and epoch, and fences all before it.
     *
     * @return if it {@link Transaction#isEnding()}, a transaction that has to be aborted first; the producer comes again
     */
    static Transaction initialize(@Nullable Transaction now, Initialization wanted, long nowMs) {
        if (now == null) {
            return Transaction.created(wanted.transactionalId(), wanted.freshProducerId(), wanted.timeoutMs(), nowMs);
        }
        if (wanted.goesOn() && !knows(now, wanted)) {
            throw fenced(now, wanted.expectedProducerId(), wanted.expectedEpoch());
        }
        if (now.isEnding()) {
            throw ending(now);
        }
        boolean isPresent = !wanted.goesOn() || wanted.expectedEpoch() == now.epoch();
        if (now.state() == TransactionState.ONGOING) {
            if (!isPresent) {
                throw fenced(now, wanted.expectedProducerId(), wanted.expectedEpoch());
            }
            return now.fenced(nowMs);
        }
        if (isPresent) {
            return now.isExhausted()
                    ? now.withProducerId(wanted.freshProducerId(), wanted.goesOn(), wanted.timeoutMs(), nowMs)
                    : now.withNextEpoch(wanted.goesOn(), wanted.timeoutMs(), nowMs);
        }
        if (wanted.expectedEpoch() == now.lastEpoch()) {
            return now.repeated(wanted.timeoutMs(), nowMs);
        }
        throw fenced(now, wanted.expectedProducerId(), wanted.expectedEpoch());
    }

    private static boolean knows(Transaction now, Initialization wanted) {
        return wanted.expectedProducerId() == now.producerId()
                || (wanted.expectedProducerId() == now.previousProducerId()
                        && wanted.expectedEpoch() == now.lastEpoch()
                        && now.epoch() == 0);
    }

    /** Takes partitions into the transaction; opens it with the first. The same as before if it has them all. */
    static Transaction add(
            @Nullable Transaction now,
            TransactionalProducer producer,
            Set<TopicPartition> partitions,
            TransactionVersion version,
            long nowMs) {
        Transaction known = ofProducer(now, producer);
        if (known.isEnding()) {
            throw ending(known);
        }
        boolean hasAll =
                known.state() == TransactionState.ONGOING && known.partitions().containsAll(partitions);
        return hasAll ? known : known.with(partitions, version, nowMs);
    }

    /** @throws org.apache.kafka.common.errors.TransactionAbortableException if the transaction has not this partition */
    static void verify(@Nullable Transaction now, TransactionalProducer producer, TopicPartition partition) {
        Transaction known = ofProducer(now, producer);
        if (known.isEnding()) {
            throw ending(known);
        }
        if (known.state() != TransactionState.ONGOING || !known.partitions().contains(partition)) {
            throw Errors.TRANSACTION_ABORTABLE.exception("The transaction of '" + known.id() + "' does not have "
                    + partition + ": it is to be added before it is written to.");
        }
    }

    private static Transaction ofProducer(@Nullable Transaction now, TransactionalProducer producer) {
        Transaction known = known(now, producer);
        if (known.epoch() != producer.epoch()) {
            throw fenced(known, producer.producerId(), producer.epoch());
        }
        return known;
    }

    private static Transaction known(@Nullable Transaction now, TransactionalProducer producer) {
        if (now == null || now.producerId() != producer.producerId()) {
            throw Errors.INVALID_PRODUCER_ID_MAPPING.exception(
                    "'" + producer.transactionalId() + "' is not the transactional id of producer "
                            + producer.producerId() + (now == null ? "" : " but of " + now.producerId()) + ".");
        }
        return now;
    }

    /**
     * Decides how a transaction ends, for a client of before KIP-890.
     *
     * @return the same as before if that is how it has ended: the client did not hear of it
     */
    static Transaction end(@Nullable Transaction now, TransactionalProducer producer, boolean commit, long nowMs) {
        Transaction known = ofProducer(now, producer);
        return switch (known.state()) {
            case ONGOING -> known.ending(commit, nowMs);
            case PREPARE_COMMIT, PREPARE_ABORT, COMPLETE_COMMIT, COMPLETE_ABORT -> decided(known, commit);
            case EMPTY, DEAD, PREPARE_EPOCH_FENCE -> throw invalid(known, commit);
        };
    }

    /** For a client that asks again, not having heard that the end is decided: it has to be the same one, and over. */
    private static Transaction decided(Transaction known, boolean commit) {
        boolean committed = known.isCommitting() || known.state() == TransactionState.COMPLETE_COMMIT;
        if (committed != commit) {
            throw invalid(known, commit);
        }
        if (known.isEnding()) {
            throw ending(known);
        }
        return known;
    }

    /**
     * Decides how a transaction ends, for a client of KIP-890: with its next epoch. Such a client may also abort when
     * there is no transaction, to get rid of what it has under way.
     *
     * @param freshProducerId to go on with if the epochs are used up
     * @return as {@link #end}
     */
    static Transaction endWithNextEpoch(
            @Nullable Transaction now,
            TransactionalProducer producer,
            boolean commit,
            long freshProducerId,
            long nowMs) {
        if (now != null && isAskedAgain(now, producer)) {
            return switch (now.state()) {
                case PREPARE_COMMIT, PREPARE_ABORT, COMPLETE_COMMIT, COMPLETE_ABORT -> decided(now, commit);
                case EMPTY, ONGOING, DEAD, PREPARE_EPOCH_FENCE ->
                    throw fenced(now, producer.producerId(), producer.epoch());
            };
        }
        Transaction known = ofProducer(now, producer);
        long next = known.isExhausted() ? freshProducerId : RecordBatch.NO_PRODUCER_ID;
        return switch (known.state()) {
            case ONGOING -> known.endingWithNextEpoch(commit, next, nowMs);
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> {
                if (commit) {
                    throw invalid(known, true);
                }
                yield known.endingWithNextEpoch(false, next, nowMs);
            }
            // of a present epoch that the producer has not been told of
            case PREPARE_COMMIT, PREPARE_ABORT -> throw fenced(known, producer.producerId(), producer.epoch());
            case DEAD, PREPARE_EPOCH_FENCE -> throw invalid(known, commit);
        };
    }

    /** Whether the transaction has ended, or is about to, with this producer's epoch raised, and it did not hear of it. */
    private static boolean isAskedAgain(Transaction now, TransactionalProducer producer) {
        if (now.version() < TransactionVersion.TV_2.featureLevel() || now.lastEpoch() != producer.epoch()) {
            return false;
        }
        boolean isRaised = now.producerId() == producer.producerId() && now.epoch() == producer.epoch() + 1;
        boolean isRotated = now.previousProducerId() == producer.producerId() && now.epoch() == 0;
        return (isRaised || isRotated) && !now.state().equals(TransactionState.EMPTY);
    }

    /** @return what to abort, or null if it is not open, or not for too long */
    static @Nullable Transaction timeOut(Transaction now, long nowMs) {
        return now.state() == TransactionState.ONGOING && now.startMs() + now.timeoutMs() < nowMs
                ? now.fenced(nowMs)
                : null;
    }

    static boolean isForgotten(Transaction now, long expirationMs, long nowMs) {
        return now.isOver() && now.updateMs() <= nowMs - expirationMs;
    }

    private static RuntimeException fenced(Transaction known, long producerId, short epoch) {
        return Errors.PRODUCER_FENCED.exception("Producer " + producerId + " of '" + known.id() + "' with epoch "
                + epoch
                + " is fenced: the id is that of producer " + known.producerId() + " with epoch " + known.epoch()
                + " now.");
    }

    private static RuntimeException ending(Transaction known) {
        return Errors.CONCURRENT_TRANSACTIONS.exception(
                "The transaction of '" + known.id() + "' before is not completed yet. Try again.");
    }

    private static RuntimeException invalid(Transaction known, boolean commit) {
        return Errors.INVALID_TXN_STATE.exception(
                "The transaction of '" + known.id() + "' can not be " + (commit ? "committed" : "aborted") + ": it is "
                        + known.state().stateName() + ".");
    }
}
