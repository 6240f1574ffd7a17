/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** A partition's log in memory. */
public final class MemoryLog implements PartitionLog {

    private final TopicIdPartition partition;
    private final BooleanSupplier held;
    private final BooleanSupplier broken;
    private final List<AdvanceListener> listeners = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private final List<ByteBuffer> batches = new ArrayList<>();
    private long endOffset;
    private long highWatermark;

    public MemoryLog(TopicIdPartition partition, BooleanSupplier held) {
        this(partition, held, () -> false);
    }

    MemoryLog(TopicIdPartition partition, BooleanSupplier held, BooleanSupplier broken) {
        this.partition = partition;
        this.held = held;
        this.broken = broken;
    }

    @Override
    public VerificationGuard startVerification(long producerId, short epoch) {
        return new VerificationGuard();
    }

    @Override
    public List<ActiveProducer> activeProducers() {
        return List.of();
    }

    @Override
    public Append append(MemoryRecords records, AppendOrigin origin, VerificationGuard guard) {
        if (broken.getAsBoolean()) {
            throw new KafkaStorageException("the disk is gone");
        }
        CompletableFuture<Void> durable = new CompletableFuture<>();
        long base;
        long last;
        synchronized (this) {
            base = endOffset;
            for (MutableRecordBatch batch : records.batches()) {
                batch.ensureValid();
                batch.setLastOffset(endOffset + batch.lastOffset() - batch.baseOffset());
                batch.setPartitionLeaderEpoch(0);
                endOffset = batch.nextOffset();
            }
            batches.add(records.buffer().duplicate());
            last = endOffset - 1;
            waiting.add(durable);
        }
        if (!held.getAsBoolean()) {
            flush();
        }
        return new Append(base, last, -1, 0, durable);
    }

    public void flush() {
        List<CompletableFuture<Void>> done;
        synchronized (this) {
            highWatermark = endOffset;
            done = List.copyOf(waiting);
            waiting.clear();
        }
        done.forEach(durable -> durable.complete(null));
        listeners.forEach(listener -> listener.advanced(this));
    }

    @Override
    public synchronized LogRead read(long offset, int maxBytes, boolean minOneBatch, ReadIsolation isolation) {
        List<FetchedRecords.Part> parts = new ArrayList<>();
        int size = 0;
        for (ByteBuffer bytes : batches) {
            MutableRecordBatch batch = MemoryRecords.readableRecords(bytes.duplicate())
                    .batches()
                    .iterator()
                    .next();
            if (batch.lastOffset() >= offset && (parts.isEmpty() || size + bytes.remaining() <= maxBytes)) {
                parts.add(new FetchedRecords.MemoryPart(bytes.asReadOnlyBuffer()));
                size += bytes.remaining();
            }
        }
        return new LogRead(new Fetched(parts, size), highWatermark, highWatermark, 0, List.of());
    }

    @Override
    public CompletableFuture<Void> deleteRecordsBefore(long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription onAdvance(AdvanceListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public int listeners() {
        return listeners.size();
    }

    @Override
    public TopicIdPartition partition() {
        return partition;
    }

    @Override
    public LogConfig config() {
        return LogConfig.DEFAULTS;
    }

    @Override
    public void reconfigure(LogConfig config) {}

    @Override
    public long logStartOffset() {
        return 0;
    }

    @Override
    public synchronized long endOffset() {
        return endOffset;
    }

    @Override
    public synchronized long highWatermark() {
        return highWatermark;
    }

    @Override
    public long lastStableOffset() {
        return highWatermark();
    }

    @Override
    public long sizeInBytes() {
        return 0;
    }

    @Override
    public int leaderEpoch() {
        return 0;
    }

    @Override
    public boolean isTail(long offset) {
        return true;
    }

    @Override
    public TimestampAndOffset offsetForTimestamp(long timestampMs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TimestampAndOffset offsetOfMaxTimestamp() {
        throw new UnsupportedOperationException();
    }

    @Override
    public EpochEnd endOfEpoch(int leaderEpoch) {
        throw new UnsupportedOperationException();
    }

    private record Fetched(List<Part> parts, int sizeInBytes) implements FetchedRecords {
        @Override
        public void release() {}
    }
}
