/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.tail.ChunkPool;
import io.sluice.broker.log.tail.ChunkPool.Space;
import io.sluice.broker.log.wal.WalFormat;
import io.sluice.broker.log.wal.WriteAheadLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.jspecify.annotations.Nullable;

/**
 * The way of the logs into the write-ahead log: gives entries their memory and counts what is under way.
 *
 * <p>Thread-safe.
 */
final class Journal {
    private final ChunkPool memory;
    private final long maxUndrainedBytes;
    private final DiskRoom room;
    /** Bytes appended that are not in segments yet: durable or not. */
    private final AtomicLong undrainedBytes = new AtomicLong();

    private volatile @Nullable WriteAheadLog<LogEntry> wal;
    private volatile @Nullable Throwable failure;
    private volatile boolean stopped;

    Journal(ChunkPool memory, long maxUndrainedBytes, DiskRoom room) {
        this.memory = memory;
        this.room = room;
        this.maxUndrainedBytes = maxUndrainedBytes;
    }

    void start(WriteAheadLog<LogEntry> started) {
        wal = started;
    }

    /** From now on every append fails. */
    void fail(Throwable cause) {
        failure = cause;
    }

    /** From now on appends are refused; those queued still become durable. */
    void stop() {
        stopped = true;
    }

    boolean isOpen() {
        return failure == null && !stopped;
    }

    boolean hasFailed() {
        return failure != null;
    }

    KafkaStorageException failed() {
        Throwable cause = failure;
        return new KafkaStorageException(
                "The log takes no more records since writing it failed (" + (cause == null ? "" : cause.getMessage())
                        + "). What was acknowledged can be read. Mend the disk, then restart the broker",
                cause);
    }

    void drained(long bytes) {
        undrainedBytes.addAndGet(-bytes);
    }

    /** @throws KafkaStorageException if the disk has no room, or so much waits for it that no more may be taken */
    void admit(AppendOrigin origin) {
        room.admit(origin, undrainedBytes.get());
        if (undrainedBytes.get() > 2 * maxUndrainedBytes) {
            throw new KafkaStorageException("The disk does not keep up: " + undrainedBytes.get()
                    + " bytes wait to be written. Try again later");
        }
    }

    /**
     * Memory for an entry of {@code payload}, which is copied behind the room for its header.
     *
     * @throws KafkaStorageException if the log has failed or is closed
     */
    Space take(ByteBuffer payload) {
        if (failure != null) {
            throw failed();
        }
        if (stopped) {
            throw new KafkaStorageException("The log is closed");
        }
        int length = WalFormat.ENTRY_HEADER_BYTES + payload.remaining();
        Space space = memory.take(length);
        space.chunk()
                .memory()
                .put(space.position() + WalFormat.ENTRY_HEADER_BYTES, payload, payload.position(), payload.remaining());
        return space;
    }

    /** Completes the header of an entry and queues it. Under the lock of its partition, which fixes its order. */
    void append(LogEntry entry, int partition, int leaderEpoch) {
        Space space = entry.held();
        undrainedBytes.addAndGet(space.length());
        WalFormat.writeEntryHeader(
                space.chunk().memory(),
                space.position(),
                entry.type(),
                space.length() - WalFormat.ENTRY_HEADER_BYTES,
                leaderEpoch,
                entry.topicId(),
                partition,
                entry.offset());
        started().append(entry);
    }

    LogEntry appendCreate(WalPartitionLog log, TopicIdPartition partition) {
        ByteBuffer name = StandardCharsets.UTF_8.encode(partition.topic());
        return appendControl(log, WalFormat.Type.CREATE, name, partition.topicId(), partition.partition(), 0);
    }

    LogEntry appendStartOffset(WalPartitionLog log, TopicIdPartition partition, long offset) {
        return appendControl(
                log,
                WalFormat.Type.START_OFFSET,
                ByteBuffer.allocate(0),
                partition.topicId(),
                partition.partition(),
                offset);
    }

    LogEntry appendDelete(Uuid topicId) {
        return appendControl(null, WalFormat.Type.DELETE, ByteBuffer.allocate(0), topicId, -1, 0);
    }

    private LogEntry appendControl(
            @Nullable WalPartitionLog log,
            WalFormat.Type type,
            ByteBuffer payload,
            Uuid topicId,
            int partition,
            long offset) {
        LogEntry entry = new LogEntry(log, type, take(payload), List.of(), offset, topicId, new CompletableFuture<>());
        append(entry, partition, 0);
        return entry;
    }

    /** Completes when everything appended so far is on disk. */
    CompletableFuture<Void> barrier() {
        LogEntry barrier = LogEntry.barrier();
        started().append(barrier);
        return barrier.durable();
    }

    private WriteAheadLog<LogEntry> started() {
        WriteAheadLog<LogEntry> log = wal;
        if (log == null) {
            throw new IllegalStateException("the log is not open yet");
        }
        return log;
    }
}
