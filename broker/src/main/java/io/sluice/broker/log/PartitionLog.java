/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import java.util.List;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: an ordered, append-only sequence of record batches (magic 2).
 *
 * <p>Offsets: {@link #logStartOffset()} inclusive; {@link #endOffset()}, {@link #highWatermark()} and {@link
 * #lastStableOffset()} exclusive. {@code logStart <= lastStable <= highWatermark <= end}. The high watermark is what
 * the write-ahead log has made durable; consumers read no further.
 *
 * <p>Thread-safe; no method blocks on the disk except {@link #read} of bytes that have left memory, {@link
 * #offsetForTimestamp} and {@link #offsetOfMaxTimestamp}. Callers on an event loop must hand those to an I/O executor when {@link
 * #isTail} is false.
 */
public interface PartitionLog {

    TopicIdPartition partition();

    LogConfig config();

    void reconfigure(LogConfig config);

    long logStartOffset();

    long endOffset();

    long highWatermark();

    long lastStableOffset();

    /** Bytes kept, in segments and in the tail. */
    long sizeInBytes();

    /** The epoch stamped into appended batches; it rises on every unclean start. */
    int leaderEpoch();

    /**
     * Validates batches, gives them offsets and queues them to the write-ahead log, without waiting for it.
     *
     * <p>Validation is Kafka's: one batch for {@link AppendOrigin#CLIENT}, magic 2, CRC, record count, sizes,
     * timestamps, null keys on a compacted log, producer epoch and sequence. A batch that repeats one of the last five
     * of its producer is not written again: the answer carries the offsets it got the first time.
     *
     * @param records the batches; they are copied, so the memory is the caller's again when this returns
     * @throws org.apache.kafka.common.errors.ApiException Kafka's own exception for what is wrong; nothing was
     *     appended then ({@code CorruptRecordException}, {@code RecordTooLargeException}, {@code
     *     RecordBatchTooLargeException}, {@code InvalidTimestampException}, {@code OutOfOrderSequenceException},
     *     {@code InvalidProducerEpochException}, {@code KafkaStorageException} once the log has failed, …)
     */
    default Append append(MemoryRecords records, AppendOrigin origin) {
        return append(records, origin, origin == AppendOrigin.CLIENT ? VerificationGuard.SENTINEL : null);
    }

    /**
     * As above, for records of a transaction.
     *
     * @param guard what {@link #startVerification} gave: the transaction has not ended here since then, or nothing is
     *     appended ({@code InvalidTxnStateException}). Null for who needs no asking
     */
    Append append(MemoryRecords records, AppendOrigin origin, @Nullable VerificationGuard guard);

    /**
     * Called before a coordinator is asked whether this partition is part of a producer's transaction (KIP-890).
     *
     * @return {@link VerificationGuard#SENTINEL} if the transaction is open here, so that there is nothing to ask
     */
    VerificationGuard startVerification(long producerId, short epoch);

    /** The producers that are remembered, those of open transactions among them. */
    List<ActiveProducer> activeProducers();

    /**
     * Reads whole batches from the one that holds {@code offset} on.
     *
     * @param maxBytes how much to return at most; the last batch may be cut off where a segment is read (clients cope)
     * @param minOneBatch return the first batch whole even if it is larger than {@code maxBytes}
     * @throws org.apache.kafka.common.errors.OffsetOutOfRangeException if {@code offset} lies before the log's start
     *     or after its end; between {@code isolation}'s limit and the end there is nothing to read yet
     */
    LogRead read(long offset, int maxBytes, boolean minOneBatch, ReadIsolation isolation);

    /** Whether a read from {@code offset} is served from memory, and so never blocks. */
    boolean isTail(long offset);

    /** The first record at or after a time, or null if there is none. */
    @Nullable TimestampAndOffset offsetForTimestamp(long timestampMs);

    /** The record with the largest timestamp, or null if the log is empty. */
    @Nullable TimestampAndOffset offsetOfMaxTimestamp();

    /**
     * The end offset of the largest leader epoch at or below {@code leaderEpoch}, with that epoch; both -1 if unknown.
     */
    EpochEnd endOfEpoch(int leaderEpoch);

    /**
     * Moves the log's start. Durable when this returns' stage completes.
     *
     * @throws org.apache.kafka.common.errors.OffsetOutOfRangeException beyond the high watermark
     */
    java.util.concurrent.CompletableFuture<Void> deleteRecordsBefore(long offset);

    /**
     * Calls back whenever the high watermark or the last stable offset rises, or the log is deleted or fails. Called
     * on a thread of the log engine: must return at once.
     *
     * @return closing it ends the calls
     */
    Subscription onAdvance(AdvanceListener listener);

    /**
     * A producer as DescribeProducers tells of it.
     *
     * @param lastSequence -1 if nothing is known of the sequence of its epoch
     * @param lastUpdateMs the broker's time when it was last heard of
     * @param coordinatorEpoch of the last marker that ended a transaction of its, or -1
     * @param openSince offset of the first record of its open transaction, or -1
     */
    record ActiveProducer(
            long producerId, short epoch, int lastSequence, long lastUpdateMs, int coordinatorEpoch, long openSince) {}

    /** An epoch and the offset (exclusive) where it ended. */
    record EpochEnd(int leaderEpoch, long endOffset) {}

    /** See {@link #onAdvance}. */
    interface AdvanceListener {
        void advanced(PartitionLog log);
    }

    /** See {@link #onAdvance}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
