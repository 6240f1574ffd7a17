/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.Transactions.Aborted;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Which records of a compacted log stay (Kafka's rules, KIP-98 and KIP-534):
 *
 * <ul>
 *   <li>of each key the newest, as far as {@link KeyOffsets} reaches; all beyond it
 *   <li>a tombstone until the delete horizon in its batch's header has passed, which the first pass over it sets
 *   <li>nothing of an aborted transaction; a marker until its transaction has no batch, and then as a tombstone
 *   <li>an empty batch where a producer's last sequence number or epoch is
 * </ul>
 *
 * <p>Not thread-safe; one for each pass over a log, from its first batch on.
 */
public final class RetainedRecords extends MemoryRecords.RecordFilter {
    private final KeyOffsets newest;
    private final long endOffset;
    private final CleanedTransactions transactions;
    private final Map<Long, ProducerState> producers = new HashMap<>();
    private boolean recordsGo;

    /**
     * @param newest of all keys from the first dirty offset to {@code endOffset}
     * @param endOffset exclusive; nothing is known of the keys from here on
     */
    public RetainedRecords(
            KeyOffsets newest,
            long endOffset,
            List<Aborted> aborted,
            Collection<ProducerState> producers,
            long nowMs,
            long deleteRetentionMs) {
        super(nowMs, deleteRetentionMs);
        this.newest = newest;
        this.endOffset = endOffset;
        this.transactions = new CleanedTransactions(aborted);
        producers.forEach(producer -> this.producers.put(producer.producerId(), producer));
    }

    @Override
    protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
        batch.ensureValid();
        boolean mayGo = transactions.mayGo(batch);
        boolean isMarker = batch.isControlBatch();
        recordsGo = mayGo
                && (!isMarker
                        || (batch.deleteHorizonMs().isPresent()
                                && batch.deleteHorizonMs().getAsLong() <= currentTime));
        BatchRetention retention = BatchRetention.DELETE_EMPTY;
        if (isLastOfItsProducer(batch)) {
            retention = BatchRetention.RETAIN_EMPTY;
        } else if (recordsGo) {
            retention = BatchRetention.DELETE;
        }
        return new BatchRetentionResult(retention, mayGo && isMarker);
    }

    private boolean isLastOfItsProducer(RecordBatch batch) {
        ProducerState producer = batch.hasProducerId() ? producers.get(batch.producerId()) : null;
        if (producer == null) {
            return false; // expired
        }
        List<ProducerState.SequencedBatch> batches = producer.batches();
        return batches.isEmpty()
                ? batch.isControlBatch() && batch.producerEpoch() == producer.epoch()
                : batch.lastOffset() == batches.get(batches.size() - 1).lastOffset();
    }

    @Override
    protected boolean shouldRetainRecord(RecordBatch batch, Record entry) {
        if (recordsGo) {
            return false;
        }
        if (batch.isControlBatch() || entry.offset() >= endOffset) {
            return true;
        }
        if (!entry.hasKey()) {
            return false; // from before the topic was compacted
        }
        boolean expired = !entry.hasValue()
                && batch.deleteHorizonMs().isPresent()
                && batch.deleteHorizonMs().getAsLong() <= currentTime;
        return !expired && entry.offset() >= newest.get(entry.key());
    }
}
