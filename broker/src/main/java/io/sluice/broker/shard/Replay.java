/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay in progress: turns batches into calls of the coordinator, in the order of the log.
 *
 * <p>The coordinator keeps a snapshot of its state for every written offset that is not committed yet. So written
 * offsets are told only at the end of the log, beyond the high watermark, and now and then on the way there, to let
 * go of what the timeline collects. For one thread.
 */
final class Replay<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final long OFFSETS_BETWEEN_COMMITS = 16_384;

    private final TopicPartition partition;
    private final CoordinatorPlayback<T> coordinator;
    private final Deserializer<T> deserializer;
    private long position;
    private long written;
    private long committed;
    private long records;

    Replay(
            TopicPartition partition,
            long startOffset,
            CoordinatorPlayback<T> coordinator,
            Deserializer<T> deserializer) {
        this.partition = partition;
        this.position = startOffset;
        this.coordinator = coordinator;
        this.deserializer = deserializer;
    }

    /** The offset to read from next. */
    long position() {
        return position;
    }

    long records() {
        return records;
    }

    void apply(MutableRecordBatch batch, long highWatermark) {
        if (batch.lastOffset() < position) {
            return;
        }
        batch.ensureValid();
        for (Record entry : batch) {
            if (batch.isControlBatch()) {
                applyMarker(batch, entry);
            } else {
                applyRecord(batch, entry);
            }
            records++;
        }
        position = batch.nextOffset();
        if (position >= highWatermark) {
            wrote(position);
            commit(highWatermark);
        } else if (position - committed >= OFFSETS_BETWEEN_COMMITS) {
            wrote(position);
            commit(position);
        }
    }

    /** The log holds no batch beyond {@link #position()}. */
    void reachedEnd(long highWatermark) {
        wrote(position);
        commit(Math.min(position, highWatermark));
    }

    private void applyMarker(MutableRecordBatch batch, Record marker) {
        ControlRecordType type = ControlRecordType.parse(marker.key());
        if (type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT) {
            coordinator.replayEndTransactionMarker(
                    batch.producerId(),
                    batch.producerEpoch(),
                    type == ControlRecordType.COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT);
        }
    }

    private void applyRecord(MutableRecordBatch batch, Record entry) {
        try {
            coordinator.replay(
                    entry.offset(),
                    batch.producerId(),
                    batch.producerEpoch(),
                    deserializer.deserialize(entry.key(), entry.value()));
        } catch (Deserializer.UnknownRecordTypeException e) {
            LOG.warn(
                    "{} holds a record of the unknown type {} at offset {}: ignored. A newer version wrote it.",
                    partition,
                    e.unknownType(),
                    entry.offset());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot replay the record at offset " + entry.offset() + " of " + partition, e);
        }
    }

    private void wrote(long offset) {
        if (offset > written) {
            coordinator.updateLastWrittenOffset(offset);
            written = offset;
        }
    }

    private void commit(long offset) {
        if (offset > committed) {
            coordinator.updateLastCommittedOffset(offset);
            committed = offset;
        }
    }
}
