/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.SegmentSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** Finds records by time: in the segments, then in the tail; never at or above the high watermark. */
final class TimeSearch {
    private final WalPartitionLog log;

    TimeSearch(WalPartitionLog log) {
        this.log = log;
    }

    @Nullable TimestampAndOffset firstAtOrAfter(long timestampMs) {
        long from = log.logStartOffset();
        try {
            while (true) {
                ByteBuffer batch = batchAtOrAfter(timestampMs, from);
                if (batch == null) {
                    return null;
                }
                TimestampAndOffset found = firstIn(batch, timestampMs, from);
                if (found != null) {
                    return found;
                }
                from = BatchInfo.read(batch, 0).endOffset(); // only records before the log's start were that late
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private @Nullable ByteBuffer batchAtOrAfter(long timestampMs, long from) throws IOException {
        ByteBuffer batch = log.stored().batchAtTime(timestampMs, from);
        return batch != null
                ? batch
                : copyFromTail(candidate -> candidate.maxTimestamp() >= timestampMs && candidate.lastOffset() >= from);
    }

    @Nullable TimestampAndOffset max() {
        long from = log.logStartOffset();
        long timestamp = -1;
        long offset = -1;
        for (SegmentSummary segment : log.stored().summaries()) {
            if (segment.maxTimestamp() > timestamp && segment.offsetOfMaxTimestamp() >= from) {
                timestamp = segment.maxTimestamp();
                offset = segment.offsetOfMaxTimestamp();
            }
        }
        long inSegments = timestamp;
        BatchInfo newest = log.locked((state, tail) -> {
            BatchInfo best = null;
            for (int i = 0; i < tail.size() && tail.get(i).offset() < state.highWatermark(); i++) {
                for (BatchInfo batch : tail.get(i).batches()) {
                    if (batch.maxTimestamp() > (best == null ? inSegments : best.maxTimestamp())
                            && batch.lastOffset() >= from) {
                        best = batch;
                    }
                }
            }
            return best;
        });
        long wanted = newest == null ? offset : newest.lastOffset();
        if (wanted < 0) {
            return null;
        }
        try {
            ByteBuffer batch = copyFromTail(candidate -> candidate.lastOffset() >= wanted);
            batch = batch == null ? log.stored().batchAt(wanted) : batch;
            return batch == null ? null : firstIn(batch, newest == null ? timestamp : newest.maxTimestamp(), from);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private @Nullable ByteBuffer copyFromTail(Predicate<BatchInfo> wanted) {
        return log.locked((state, tail) -> {
            for (int i = 0; i < tail.size() && tail.get(i).offset() < state.highWatermark(); i++) {
                LogEntry entry = tail.get(i);
                int position = entry.payloadPosition();
                for (BatchInfo batch : entry.batches()) {
                    if (wanted.test(batch)) {
                        ByteBuffer copy = ByteBuffer.allocate(batch.sizeInBytes());
                        return copy.put(entry.held().chunk().slice(position, batch.sizeInBytes()))
                                .flip();
                    }
                    position += batch.sizeInBytes();
                }
            }
            return null;
        });
    }

    private static @Nullable TimestampAndOffset firstIn(ByteBuffer bytes, long timestampMs, long minOffset) {
        for (RecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
            for (Record record : batch) {
                if (record.timestamp() >= timestampMs && record.offset() >= minOffset) {
                    return new TimestampAndOffset(
                            record.timestamp(), record.offset(), Optional.of(batch.partitionLeaderEpoch()));
                }
            }
        }
        return null;
    }

    private KafkaStorageException failed(IOException cause) {
        return new KafkaStorageException(
                "Searching " + log.partition().topicPartition() + " by time failed: " + cause.getMessage(), cause);
    }
}
