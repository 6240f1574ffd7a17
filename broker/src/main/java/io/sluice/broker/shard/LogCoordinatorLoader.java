/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.Deserializer;

/**
 * Brings a coordinator's state back: replays the whole log of its partition, from the log's start to its end.
 *
 * <p>Each replay runs on the given executor, because it reads from disk. A batch with a wrong checksum, a record that
 * cannot be read or applied, fails the replay: its partition then has no coordinator, the others have theirs.
 *
 * @param <T> the coordinator's records
 */
public final class LogCoordinatorLoader<T> implements CoordinatorLoader<T> {

    private final CoordinatorLogs logs;
    private final Deserializer<T> deserializer;
    private final int readBytes;
    private final Time time;
    private final Executor executor;
    private volatile boolean closed;

    /**
     * @param readBytes how much of the log to hold in memory at once; a larger batch is read whole
     * @param executor runs the replays; it is the caller's to close
     */
    public LogCoordinatorLoader(
            CoordinatorLogs logs, Deserializer<T> deserializer, int readBytes, Time time, Executor executor) {
        this.logs = logs;
        this.deserializer = deserializer;
        this.readBytes = readBytes;
        this.time = time;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<LoadSummary> load(TopicPartition partition, CoordinatorPlayback<T> coordinator) {
        long queuedMs = time.milliseconds();
        return CompletableFuture.supplyAsync(() -> replay(partition, coordinator, queuedMs), executor);
    }

    /** Ends the replays that run, as failed. */
    @Override
    public void close() {
        closed = true;
    }

    private LoadSummary replay(TopicPartition partition, CoordinatorPlayback<T> coordinator, long queuedMs) {
        long startMs = time.milliseconds();
        PartitionLog log = logs.find(partition)
                .orElseThrow(() -> new NotLeaderOrFollowerException("this broker has no log of " + partition));
        Replay<T> replay = new Replay<>(partition, log.logStartOffset(), coordinator, deserializer);
        long bytes = 0;
        int read = 1;
        // A compacted log may end in offsets that have no batch any more: then a read comes back empty.
        while (replay.position() < log.endOffset() && read > 0) {
            if (closed) {
                throw new NotLeaderOrFollowerException("this broker is stopping");
            }
            read = readInto(log, replay);
            bytes += read;
        }
        replay.reachedEnd(log.highWatermark());
        return new LoadSummary(startMs, time.milliseconds(), startMs - queuedMs, replay.records(), bytes);
    }

    private int readInto(PartitionLog log, Replay<T> replay) {
        LogRead read = log.read(replay.position(), readBytes, true, ReadIsolation.LOG_END);
        ByteBuffer bytes;
        try {
            bytes = FetchedBytes.copy(read.records());
        } finally {
            read.records().release();
        }
        long from = replay.position();
        for (MutableRecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
            replay.apply(batch, log.highWatermark());
        }
        return replay.position() > from ? bytes.limit() : 0;
    }
}
