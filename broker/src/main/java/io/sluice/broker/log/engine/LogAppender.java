/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.BatchLayout;
import io.sluice.broker.log.model.BatchValidator;
import io.sluice.broker.log.model.ProducerState.SequencedBatch;
import io.sluice.broker.log.model.Recompression;
import io.sluice.broker.log.tail.ChunkPool.Space;
import io.sluice.broker.log.wal.WalFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;

/**
 * One append: validate, copy into the memory that the write-ahead log, the segments and the readers share, then find
 * its place in the log. Only the last step needs the log's lock.
 */
final class LogAppender {
    private final WalPartitionLog log;
    private final Journal journal;
    private final LogConfig rules;
    private final long nowMs;
    private final List<BatchInfo> batches;
    private final Space space;
    private boolean placed;

    private LogAppender(
            WalPartitionLog log, Journal journal, LogConfig rules, long nowMs, List<BatchInfo> batches, Space space) {
        this.log = log;
        this.journal = journal;
        this.rules = rules;
        this.nowMs = nowMs;
        this.batches = batches;
        this.space = space;
    }

    static Append append(
            WalPartitionLog log,
            Journal journal,
            ByteBuffer records,
            AppendOrigin origin,
            @Nullable VerificationGuard guard,
            long nowMs) {
        LogConfig rules = log.config();
        ByteBuffer wanted = records;
        List<BatchInfo> batches = BatchValidator.validate(records, origin, rules, nowMs);
        if (rules.compression() != null && Recompression.isNeeded(batches, rules.compression())) {
            wanted = Recompression.apply(records, rules.compression());
            batches = BatchValidator.validate(wanted, origin, rules, nowMs);
        }
        journal.admit(origin);
        LogAppender append = new LogAppender(log, journal, rules, nowMs, batches, journal.take(wanted));
        try {
            append.restamp();
            return log.locked((state, tail) -> append.decide(state, tail, origin, guard));
        } finally {
            if (!append.placed) {
                append.space.release();
            }
        }
    }

    private void restamp() {
        int position = space.position() + WalFormat.ENTRY_HEADER_BYTES;
        for (BatchInfo batch : batches) {
            if (batch.restamped()) {
                BatchLayout.restamp(space.chunk().memory(), position, batch);
            }
            position += batch.sizeInBytes();
        }
    }

    private Append decide(LogState state, Tail tail, AppendOrigin origin, @Nullable VerificationGuard guard) {
        log.checkUsable();
        SequencedBatch repeated = null;
        for (BatchInfo batch : batches) { // all are checked before the first is applied
            repeated = state.check(batch, origin, guard);
        }
        return repeated == null ? place(state, tail) : answerAgain(state, tail, repeated);
    }

    private Append place(LogState state, Tail tail) {
        log.announce();
        long baseOffset = state.endOffset();
        int epoch = state.epochs().latest();
        List<BatchInfo> here = new ArrayList<>(batches.size());
        int position = space.position() + WalFormat.ENTRY_HEADER_BYTES;
        for (BatchInfo batch : batches) {
            BatchInfo at = batch.placedAt(state.endOffset(), epoch);
            BatchLayout.placeAt(space.chunk().memory(), position, at.baseOffset(), epoch);
            state.apply(at, nowMs);
            here.add(at);
            position += at.sizeInBytes();
        }
        LogEntry entry = new LogEntry(
                log,
                WalFormat.Type.BATCHES,
                space,
                List.copyOf(here),
                baseOffset,
                log.partition().topicId(),
                state.forceWithinMs(rules.flush(), state.endOffset() - baseOffset),
                new CompletableFuture<>());
        tail.add(entry);
        journal.append(entry, log.partition().partition(), epoch);
        placed = true;
        return answer(state, baseOffset, state.endOffset() - 1, nowMs, entry.durable());
    }

    /** A repeated batch is acknowledged when the first one is durable, not before. */
    private Append answerAgain(LogState state, Tail tail, SequencedBatch repeated) {
        int held = repeated.lastOffset() < state.highWatermark() ? -1 : tail.indexOf(repeated.lastOffset());
        CompletableFuture<Void> durable = held < 0
                ? CompletableFuture.completedFuture(null)
                : tail.get(held).durable().copy();
        return answer(state, repeated.firstOffset(), repeated.lastOffset(), repeated.maxTimestamp(), durable);
    }

    private Append answer(LogState state, long first, long last, long timeMs, CompletableFuture<Void> durable) {
        return new Append(first, last, rules.logAppendTime() ? timeMs : -1, state.logStartOffset(), durable);
    }
}
