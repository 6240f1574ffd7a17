/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.LeaderEpochs;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.ProducerState.SequencedBatch;
import io.sluice.broker.log.model.ProducerStates;
import io.sluice.broker.log.model.Transactions;
import io.sluice.broker.log.segment.ExtentState;
import io.sluice.broker.log.segment.SegmentState;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of itself besides its bytes. Guarded by the lock of its log; the offsets may be read without.
 *
 * <p>{@link #check} decides, {@link #apply} changes: a live append calls both, replay only the second.
 */
final class LogState {
    private final ProducerStates producers = new ProducerStates();
    private final Transactions transactions = new Transactions();
    private LeaderEpochs epochs = LeaderEpochs.startingWith(0, 0);
    private volatile long logStartOffset;
    private volatile long endOffset;
    private volatile long highWatermark;
    private volatile long lastStableOffset;
    private volatile long cleanedTo;
    /** Appended since {@code flush.messages} last asked for a flush. */
    private long unflushedMessages;

    long logStartOffset() {
        return logStartOffset;
    }

    long endOffset() {
        return endOffset;
    }

    long highWatermark() {
        return highWatermark;
    }

    long lastStableOffset() {
        return lastStableOffset;
    }

    /** Below it (exclusive) compaction has left one record of each key. */
    long cleanedTo() {
        return cleanedTo;
    }

    /** Compaction has come so far, and left nothing that was aborted before it. */
    void cleanTo(long offset) {
        cleanedTo = offset;
        transactions.forgetAbortedBefore(offset);
    }

    /** The segments hold records up to here, whatever the write-ahead log has lost in a power cut. */
    void endAtLeastAt(long segmentsEnd) {
        if (segmentsEnd > endOffset) {
            endOffset = segmentsEnd;
            advance(segmentsEnd);
        }
    }

    /** Each producer's newest batch. */
    Collection<ProducerState> producers() {
        return producers.snapshot();
    }

    List<Transactions.Aborted> aborted() {
        return transactions.aborted();
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    /** The batch that this one repeats, or null if it may be appended. */
    @Nullable SequencedBatch check(BatchInfo batch, AppendOrigin origin, @Nullable VerificationGuard guard) {
        SequencedBatch repeated = producers.check(batch, origin);
        if (repeated == null) {
            transactions.check(batch);
            if (guard != null && batch.isTransactional() && !batch.isControl()) {
                checkPartOfTransaction(batch, guard);
            }
        }
        return repeated;
    }

    private void checkPartOfTransaction(BatchInfo batch, VerificationGuard guard) {
        if (!isOpen(batch.producerId(), batch.producerEpoch()) && !transactions.isVerified(batch.producerId(), guard)) {
            throw new InvalidTxnStateException("Record was not part of an ongoing transaction of producer "
                    + batch.producerId() + " with epoch " + batch.producerEpoch());
        }
    }

    private boolean isOpen(long producerId, short epoch) {
        return transactions.isOpen(producerId) && producers.hasEpoch(producerId, epoch);
    }

    VerificationGuard startVerification(long producerId, short epoch, long nowMs) {
        return isOpen(producerId, epoch)
                ? VerificationGuard.SENTINEL
                : transactions.startVerification(producerId, nowMs);
    }

    List<PartitionLog.ActiveProducer> activeProducers() {
        return producers.snapshot().stream()
                .map(producer -> new PartitionLog.ActiveProducer(
                        producer.producerId(),
                        producer.epoch(),
                        producer.lastSequence(),
                        producer.lastUpdateMs(),
                        producer.coordinatorEpoch(),
                        transactions.openSince(producer.producerId())))
                .toList();
    }

    void apply(BatchInfo batch, long nowMs) {
        producers.apply(batch, nowMs);
        transactions.apply(batch);
        epochs = epochs.begin(batch.leaderEpoch(), batch.baseOffset());
        endOffset = batch.endOffset();
    }

    /** How soon (ms) the next messages must be on disk, see {@link LogEntry#forceWithinMs}. */
    long forceWithinMs(LogConfig.Flush rules, long messages) {
        unflushedMessages += messages;
        if (unflushedMessages >= rules.messages()) {
            unflushedMessages = 0;
            return 0;
        }
        return rules.ms();
    }

    /** @return whether readers may now read further */
    boolean advance(long durableEnd) {
        long highBefore = highWatermark;
        long stableBefore = lastStableOffset;
        highWatermark = Math.max(highBefore, durableEnd);
        // the start of the log may be moved into a transaction that is open
        lastStableOffset = Math.max(transactions.lastStableOffset(highWatermark), logStartOffset);
        return highWatermark > highBefore || lastStableOffset > stableBefore;
    }

    void startAt(long offset) {
        if (offset > logStartOffset) {
            logStartOffset = offset;
            lastStableOffset = Math.max(lastStableOffset, offset);
            transactions.forgetAbortedBefore(offset);
            epochs = epochs.truncateBefore(offset);
        }
    }

    void beginEpoch() {
        epochs = epochs.begin(epochs.latest() + 1, endOffset);
    }

    void expireProducers(long beforeMs) {
        LongPredicate inTransaction = transactions::isOpen;
        producers.expire(beforeMs, inTransaction);
        transactions.expireVerifications(beforeMs);
    }

    /** Exclusive. */
    long limit(ReadIsolation isolation) {
        return switch (isolation) {
            case LOG_END -> endOffset;
            case READ_UNCOMMITTED -> highWatermark;
            case READ_COMMITTED -> lastStableOffset;
        };
    }

    /** The limit, if a read may begin at {@code offset}. */
    long checkRange(long offset, ReadIsolation isolation, TopicIdPartition partition) {
        long limit = limit(isolation);
        // like Kafka, which lets a consumer wait between its limit and the end of the log
        if (offset < logStartOffset || offset > endOffset) {
            throw new OffsetOutOfRangeException("Received request for offset " + offset + " for partition "
                    + partition.topicPartition() + ", but we only have log segments from offset " + logStartOffset
                    + " up to " + endOffset);
        }
        return limit;
    }

    List<AbortedTransaction> abortedIn(long from, long to, ReadIsolation isolation) {
        return isolation == ReadIsolation.READ_COMMITTED ? transactions.abortedIn(from, to) : List.of();
    }

    LogSnapshot snapshot(TopicIdPartition partition, List<SegmentState> segments, List<ExtentState> extents) {
        return new LogSnapshot(
                partition,
                logStartOffset,
                endOffset,
                cleanedTo,
                epochs,
                segments,
                extents,
                producers.snapshot(),
                transactions.open(),
                transactions.aborted());
    }

    void restore(LogSnapshot snapshot) {
        logStartOffset = snapshot.logStartOffset();
        endOffset = snapshot.endOffset();
        cleanedTo = snapshot.cleanedTo();
        epochs = snapshot.epochs();
        producers.restore(snapshot.producers());
        transactions.restore(snapshot.open(), snapshot.aborted());
        transactions.forgetAbortedBefore(cleanedTo);
        advance(endOffset);
    }
}
