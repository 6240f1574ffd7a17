/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.segment.SegmentedLog;
import io.sluice.broker.log.segment.StoredLog;
import io.sluice.broker.log.tail.ChunkPool.Space;
import io.sluice.broker.log.wal.WalFormat;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/**
 * A partition's log over the shared write-ahead log: its recent entries in memory, all durable ones in segments sooner
 * or later.
 *
 * <p>The lock guards state and tail, and fixes the order of this partition's entries in the write-ahead log. It is
 * never held over I/O: validation, CRC and copying happen before it, disk reads after it.
 */
final class WalPartitionLog implements PartitionLog {
    /** So many are not worth looking at twice. */
    private static final int FEW_ABORTED = 32;

    private final TopicIdPartition partition;
    private final Journal journal;
    private final Clock clock;
    private final StoredLog stored;
    private final LogDisks disks;
    private final ReentrantLock lock = new ReentrantLock();
    private final LogState state = new LogState();
    private final Tail tail = new Tail();
    private final AdvanceListeners listeners = new AdvanceListeners();
    private volatile LogConfig config;
    /** Whether its metadata has claimed it since the start; until then its configuration is not known. */
    private volatile boolean claimed;

    private boolean announced;
    private volatile boolean deleted;

    WalPartitionLog(
            TopicIdPartition partition,
            LogConfig config,
            Journal journal,
            Clock clock,
            StoredLog stored,
            LogDisks disks) {
        this.partition = partition;
        this.config = config;
        this.journal = journal;
        this.clock = clock;
        this.stored = stored;
        this.disks = disks;
    }

    @Override
    public TopicIdPartition partition() {
        return partition;
    }

    @Override
    public LogConfig config() {
        return config;
    }

    @Override
    public void reconfigure(LogConfig next) {
        config = next;
        claimed = true;
    }

    boolean isClaimed() {
        return claimed;
    }

    @Override
    public long logStartOffset() {
        return state.logStartOffset();
    }

    @Override
    public long endOffset() {
        return state.endOffset();
    }

    @Override
    public long highWatermark() {
        return state.highWatermark();
    }

    @Override
    public long lastStableOffset() {
        return state.lastStableOffset();
    }

    @Override
    public long sizeInBytes() {
        long drainedEnd = stored.endOffset(logStartOffset());
        long bytes = stored.sizeInBytes();
        lock.lock();
        try {
            for (int i = tail.size() - 1; i >= 0 && tail.get(i).offset() >= drainedEnd; i--) {
                bytes += tail.get(i).sizeInBytes() - WalFormat.ENTRY_HEADER_BYTES;
            }
        } finally {
            lock.unlock();
        }
        return bytes;
    }

    @Override
    public int leaderEpoch() {
        lock.lock();
        try {
            return state.epochs().latest();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Append append(MemoryRecords records, AppendOrigin origin, @Nullable VerificationGuard guard) {
        return LogAppender.append(this, journal, records.buffer(), origin, guard, clock.millis());
    }

    @Override
    public VerificationGuard startVerification(long producerId, short epoch) {
        return locked((state, tail) -> state.startVerification(producerId, epoch, clock.millis()));
    }

    @Override
    public List<ActiveProducer> activeProducers() {
        return locked((state, tail) -> state.activeProducers());
    }

    /** Makes the log known to the write-ahead log before its first entry. With the lock held. */
    void announce() {
        if (!announced) {
            journal.appendCreate(this, partition);
            announced = true;
        }
    }

    @Override
    public LogRead read(long offset, int maxBytes, boolean minOneBatch, ReadIsolation isolation) {
        List<Space> inMemory = null;
        List<AbortedTransaction> aborted;
        long limit;
        long diskLimit;
        disks.checkOnline(this);
        lock.lock();
        try {
            if (isolation == ReadIsolation.LOG_END) {
                checkUsable(); // what lies beyond the high watermark may never be durable
            } else {
                checkNotDeleted();
            }
            limit = state.checkRange(offset, isolation, partition);
            long tailStart = tail.isEmpty() ? state.endOffset() : tail.startOffset();
            if (offset >= Math.min(tailStart, limit)) {
                inMemory = TailReads.collect(tail, offset, limit, maxBytes, minOneBatch);
            }
            diskLimit = Math.min(limit, tailStart);
            aborted = state.abortedIn(offset, limit, isolation);
        } finally {
            lock.unlock();
        }
        FetchedRecords records =
                inMemory == null ? readSegment(offset, diskLimit, maxBytes, minOneBatch) : PinnedRecords.of(inMemory);
        if (records == null && diskLimit < limit) {
            // compaction has left nothing on disk from here to what is in memory, and so to wherever that begins by now
            return read(diskLimit, maxBytes, minOneBatch, isolation);
        }
        if (inMemory == null && aborted.size() > FEW_ABORTED) {
            aborted = below(stored.endOfFile(offset), aborted);
        }
        records = records == null ? PinnedRecords.EMPTY : records;
        return new LogRead(records, state.highWatermark(), state.lastStableOffset(), state.logStartOffset(), aborted);
    }

    /** The reader is told only of what it may find in what it is given: it may be far behind. */
    private static List<AbortedTransaction> below(long end, List<AbortedTransaction> aborted) {
        return aborted.stream()
                .filter(transaction -> transaction.firstOffset() < end)
                .toList();
    }

    /** Null if there is nothing below {@code limit}; empty if nothing fits. */
    private @Nullable FetchedRecords readSegment(long offset, long limit, int maxBytes, boolean minOneBatch) {
        try {
            FetchedRecords.FilePart part = stored.read(offset, limit, maxBytes, minOneBatch);
            if (part == null) {
                return null;
            }
            FetchedRecords found = PinnedRecords.of(part);
            if (offset < state.logStartOffset()) {
                found.release();
                return deletedMeanwhile(offset);
            }
            if (found.sizeInBytes() == 0) {
                found.release();
                return PinnedRecords.EMPTY;
            }
            return found;
        } catch (IOException e) {
            if (offset < state.logStartOffset()) {
                return deletedMeanwhile(offset);
            }
            throw new KafkaStorageException(
                    "Reading offset " + offset + " of " + partition.topicPartition() + " failed: " + e.getMessage(), e);
        }
    }

    private FetchedRecords deletedMeanwhile(long offset) {
        throw new OffsetOutOfRangeException(
                "Offset " + offset + " of " + partition.topicPartition() + " was deleted meanwhile");
    }

    @Override
    public boolean isTail(long offset) {
        lock.lock();
        try {
            return offset >= (tail.isEmpty() ? state.endOffset() : tail.startOffset());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable TimestampAndOffset offsetForTimestamp(long timestampMs) {
        return new TimeSearch(this).firstAtOrAfter(timestampMs);
    }

    @Override
    public @Nullable TimestampAndOffset offsetOfMaxTimestamp() {
        return new TimeSearch(this).max();
    }

    @Override
    public EpochEnd endOfEpoch(int leaderEpoch) {
        lock.lock();
        try {
            return state.epochs().endOf(leaderEpoch, state.endOffset());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> deleteRecordsBefore(long offset) {
        lock.lock();
        try {
            checkUsable();
            if (offset < 0 || offset > state.highWatermark()) {
                throw new OffsetOutOfRangeException("The records of partition " + partition.topicPartition()
                        + " can not be deleted up to offset " + offset + ": the high watermark is "
                        + state.highWatermark());
            }
            if (offset <= state.logStartOffset()) {
                return CompletableFuture.completedFuture(null);
            }
            return startAt(offset).durable();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the start to a durable offset, for retention; false if the log is gone or stopped meanwhile. */
    boolean moveStart(long offset) {
        lock.lock();
        try {
            if (deleted || !journal.isOpen()) {
                return false;
            }
            startAt(offset);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private LogEntry startAt(long offset) {
        LogEntry entry = journal.appendStartOffset(this, partition, offset);
        state.startAt(offset);
        return entry;
    }

    @Override
    public Subscription onAdvance(AdvanceListener listener) {
        return listeners.add(listener);
    }

    /** The entry is durable: readers may have it. */
    boolean advance(LogEntry entry) {
        lock.lock();
        try {
            return state.advance(entry.endOffset());
        } finally {
            lock.unlock();
        }
    }

    void notifyListeners() {
        listeners.tell(this);
    }

    void evict(LogEntry entry) {
        lock.lock();
        try {
            tail.removeFirst(entry);
        } finally {
            lock.unlock();
        }
    }

    void markDeleted() {
        lock.lock(); // an append under way gets its place in the write-ahead log before the deletion
        try {
            deleted = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isDeleted() {
        return deleted;
    }

    private void checkNotDeleted() {
        if (deleted) {
            throw new UnknownTopicOrPartitionException("Topic " + partition.topic() + " was deleted");
        }
    }

    /** Throws what tells a caller that the log was deleted or has failed. */
    void checkUsable() {
        checkNotDeleted();
        if (journal.hasFailed()) {
            throw journal.failed();
        }
        disks.checkOnline(this);
    }

    /** All that is on disk. */
    StoredLog stored() {
        return stored;
    }

    /** Of what is on disk, the part that has files of its own. */
    SegmentedLog segments() {
        return stored.segments();
    }

    /** Runs with state and tail locked. */
    <T extends @Nullable Object> T locked(java.util.function.BiFunction<LogState, Tail, T> action) {
        lock.lock();
        try {
            return action.apply(state, tail);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the log has left any trace on disk; one that has not needs no place in a checkpoint. */
    boolean isAnnounced() {
        lock.lock();
        try {
            return announced;
        } finally {
            lock.unlock();
        }
    }

    /** The write-ahead log or a checkpoint knows of this log already. */
    void markAnnounced() {
        lock.lock();
        try {
            announced = true;
        } finally {
            lock.unlock();
        }
    }
}
