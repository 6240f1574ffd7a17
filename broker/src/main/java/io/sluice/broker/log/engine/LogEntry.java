/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.segment.SegmentAppend;
import io.sluice.broker.log.tail.ChunkPool.Space;
import io.sluice.broker.log.wal.WalEntry;
import io.sluice.broker.log.wal.WalFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the write-ahead log on its way: queued, durable, drained to a segment, evicted from memory.
 *
 * @param log whose it is; null for a deletion, and for a barrier
 * @param space its bytes, held until they are evicted; null for a barrier
 * @param batches for {@link WalFormat.Type#BATCHES}, at their offsets
 * @param offset what the entry's header says
 * @param topicId whose it is; {@link Uuid#ZERO_UUID} for a barrier
 * @param forceWithinMs see {@link WalEntry#forceWithinMs}
 */
record LogEntry(
        @Nullable WalPartitionLog log,
        WalFormat.@Nullable Type type,
        @Nullable Space space,
        List<BatchInfo> batches,
        long offset,
        Uuid topicId,
        long forceWithinMs,
        CompletableFuture<Void> durable)
        implements WalEntry {

    /** An entry that is flushed as the broker's {@code log.flush} says. */
    LogEntry(
            @Nullable WalPartitionLog log,
            WalFormat.@Nullable Type type,
            @Nullable Space space,
            List<BatchInfo> batches,
            long offset,
            Uuid topicId,
            CompletableFuture<Void> durable) {
        this(log, type, space, batches, offset, topicId, Long.MAX_VALUE, durable);
    }

    /** An entry without bytes: durable when all before it are. */
    static LogEntry barrier() {
        return new LogEntry(null, null, null, List.of(), 0, Uuid.ZERO_UUID, new CompletableFuture<>());
    }

    int sizeInBytes() {
        return space == null ? 0 : space.length();
    }

    boolean holdsBatches() {
        return type == WalFormat.Type.BATCHES;
    }

    long endOffset() {
        return batches.get(batches.size() - 1).endOffset();
    }

    /** Where the batches begin in the chunk. */
    int payloadPosition() {
        return held().position() + WalFormat.ENTRY_HEADER_BYTES;
    }

    SegmentAppend toSegment() {
        Space held = held();
        return new SegmentAppend(
                held.chunk().slice(payloadPosition(), held.length() - WalFormat.ENTRY_HEADER_BYTES), batches);
    }

    Space held() {
        if (space == null) {
            throw new IllegalStateException("a barrier has no bytes");
        }
        return space;
    }
}
