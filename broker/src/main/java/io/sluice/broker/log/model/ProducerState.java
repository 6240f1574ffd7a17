/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.util.List;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of one producer. Immutable.
 *
 * @param batches the last batches of {@code epoch}, oldest first, at most {@link #BATCHES_KEPT}
 * @param lastUpdateMs the broker's time when it was last heard of
 * @param coordinatorEpoch of the last marker that ended a transaction of its, or {@link #NO_COORDINATOR}
 */
public record ProducerState(
        long producerId, short epoch, List<SequencedBatch> batches, long lastUpdateMs, int coordinatorEpoch) {
    /** As many as a client may have in flight ({@code max.in.flight.requests.per.connection} of KIP-679). */
    public static final int BATCHES_KEPT = 5;

    /** No transaction of the producer has ended. */
    public static final int NO_COORDINATOR = -1;

    public ProducerState {
        batches = List.copyOf(batches);
    }

    /**
     * A batch that was written.
     *
     * @param maxTimestamp of its records, as answered to the producer
     */
    public record SequencedBatch(
            int firstSequence, int lastSequence, long lastOffset, int offsetDelta, long maxTimestamp) {
        public long firstOffset() {
            return lastOffset - offsetDelta;
        }
    }

    /** Of the last record of {@code epoch}, or -1. */
    public int lastSequence() {
        SequencedBatch last = last();
        return last == null ? RecordBatch.NO_SEQUENCE : last.lastSequence();
    }

    @Nullable SequencedBatch last() {
        return batches.isEmpty() ? null : batches.get(batches.size() - 1);
    }

    @Nullable SequencedBatch repeatedBy(BatchInfo batch) {
        if (batch.producerEpoch() != epoch) {
            return null;
        }
        for (SequencedBatch known : batches) {
            if (known.firstSequence() == batch.baseSequence() && known.lastSequence() == batch.lastSequence()) {
                return known;
            }
        }
        return null;
    }
}
