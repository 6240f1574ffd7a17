/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * What is known of a transactional id: its producer, and the transaction that is open or ended last. Immutable; each
 * step of its life makes the next. Whether a step may be taken is decided in {@link TransactionRules}.
 *
 * @param id the transactional id
 * @param producerId in its records
 * @param epoch of the producer: all with a smaller one are fenced. What is written to partitions has it too
 * @param previousProducerId the one before, when its epochs were used up; else -1
 * @param nextProducerId while a transaction ends with the last epoch of its producer: the one to go on with; else -1
 * @param lastEpoch the one before, if its producer was told of the present one in its stead (KIP-360, KIP-890); -1 if
 *     the epoch was raised to fence it
 * @param timeoutMs how long a transaction may be open
 * @param partitions of the transaction
 * @param startMs when the transaction was opened; -1 if there was none
 * @param updateMs when this came to be
 * @param version how the producer's client takes part: from 2 on each end raises the epoch
 */
public record Transaction(
        String id,
        long producerId,
        short epoch,
        long previousProducerId,
        long nextProducerId,
        short lastEpoch,
        int timeoutMs,
        TransactionState state,
        Set<TopicPartition> partitions,
        long startMs,
        long updateMs,
        short version) {
    private static final long NO_ID = RecordBatch.NO_PRODUCER_ID;
    private static final short NO_EPOCH = RecordBatch.NO_PRODUCER_EPOCH;
    private static final long NEVER = RecordBatch.NO_TIMESTAMP;

    public Transaction {
        partitions = Set.copyOf(partitions);
    }

    static Transaction created(String id, long producerId, int timeoutMs, long nowMs) {
        return new Transaction(
                id,
                producerId,
                (short) 0,
                NO_ID,
                NO_ID,
                NO_EPOCH,
                timeoutMs,
                TransactionState.EMPTY,
                Set.of(),
                NEVER,
                nowMs,
                TransactionVersion.TV_0.featureLevel());
    }

    /** Whether no producer may be given a higher epoch. */
    boolean isExhausted() {
        return epoch >= Short.MAX_VALUE - 1;
    }

    /** Whether it is decided how the transaction ends, but some partition may not know yet. */
    public boolean isEnding() {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
    }

    /** Whether a new one may begin. */
    boolean isOver() {
        return state == TransactionState.EMPTY
                || state == TransactionState.COMPLETE_COMMIT
                || state == TransactionState.COMPLETE_ABORT;
    }

    public boolean isOpenSinceBefore(long timeMs) {
        return state == TransactionState.ONGOING && startMs < timeMs;
    }

    public boolean isCommitting() {
        return state == TransactionState.PREPARE_COMMIT;
    }

    /** @param toldTo whether it is the producer of the present epoch that is given the next */
    Transaction withNextEpoch(boolean toldTo, int newTimeoutMs, long nowMs) {
        return empty(
                producerId, (short) (epoch + 1), previousProducerId, toldTo ? epoch : NO_EPOCH, newTimeoutMs, nowMs);
    }

    /** The same again, for a producer that did not hear of it. */
    Transaction repeated(int newTimeoutMs, long nowMs) {
        return empty(producerId, epoch, previousProducerId, lastEpoch, newTimeoutMs, nowMs);
    }

    Transaction withProducerId(long freshProducerId, boolean toldTo, int newTimeoutMs, long nowMs) {
        return empty(freshProducerId, (short) 0, producerId, toldTo ? epoch : NO_EPOCH, newTimeoutMs, nowMs);
    }

    private Transaction empty(
            long newProducerId, short newEpoch, long previous, short newLastEpoch, int newTimeoutMs, long nowMs) {
        return new Transaction(
                id,
                newProducerId,
                newEpoch,
                previous,
                NO_ID,
                newLastEpoch,
                newTimeoutMs,
                TransactionState.EMPTY,
                Set.of(),
                NEVER,
                nowMs,
                version);
    }

    Transaction with(Set<TopicPartition> more, TransactionVersion clientVersion, long nowMs) {
        Set<TopicPartition> all = new HashSet<>(partitions);
        all.addAll(more);
        return new Transaction(
                id,
                producerId,
                epoch,
                previousProducerId,
                NO_ID,
                lastEpoch,
                timeoutMs,
                TransactionState.ONGOING,
                all,
                isOver() ? nowMs : startMs,
                nowMs,
                clientVersion.featureLevel());
    }

    /** As a client of before KIP-890 ends it: the epoch stays. */
    Transaction ending(boolean commit, long nowMs) {
        return prepared(commit, epoch, NO_ID, lastEpoch, TransactionVersion.TV_1, nowMs);
    }

    /**
     * As KIP-890 has it: what is still under way from before the end has an epoch of the past.
     *
     * @param next to go on with if the epochs are used up, else -1
     */
    Transaction endingWithNextEpoch(boolean commit, long next, long nowMs) {
        return prepared(commit, (short) (epoch + 1), next, epoch, TransactionVersion.TV_2, nowMs);
    }

    /**
     * Aborted over the head of its producer, which is fenced. It is not told of the epoch: so this is no end as
     * {@link #endingWithNextEpoch}, which the producer could be asking for again.
     */
    Transaction fenced(long nowMs) {
        return prepared(false, (short) (epoch + 1), NO_ID, NO_EPOCH, TransactionVersion.TV_1, nowMs);
    }

    private Transaction prepared(
            boolean commit, short newEpoch, long next, short newLastEpoch, TransactionVersion how, long nowMs) {
        return new Transaction(
                id,
                producerId,
                newEpoch,
                previousProducerId,
                next,
                newLastEpoch,
                timeoutMs,
                commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
                partitions,
                isOver() ? nowMs : startMs,
                nowMs,
                how.featureLevel());
    }

    /** Every partition knows. */
    public Transaction completed(long nowMs) {
        boolean goesOnAsNext = nextProducerId != NO_ID;
        return new Transaction(
                id,
                goesOnAsNext ? nextProducerId : producerId,
                goesOnAsNext ? 0 : epoch,
                goesOnAsNext ? producerId : previousProducerId,
                NO_ID,
                lastEpoch,
                timeoutMs,
                isCommitting() ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT,
                Set.of(),
                startMs,
                nowMs,
                version);
    }
}
