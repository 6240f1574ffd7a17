/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.model.ProducerState.SequencedBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.jspecify.annotations.Nullable;

/**
 * The producers of one partition: recognises a batch sent twice, and refuses a gap in a sequence or a fenced epoch
 * (KIP-98, KIP-360).
 *
 * <p>{@link #check} decides, {@link #apply} is the only mutator; replay after a crash calls only the latter. Not
 * thread-safe.
 */
public final class ProducerStates {
    private final Map<Long, ProducerState> byId = new HashMap<>(2);

    /**
     * Whether a batch may follow what was applied so far.
     *
     * @return the batch that this one repeats, or null if it is new
     * @throws InvalidProducerEpochException if a newer instance of the producer has written already
     * @throws OutOfOrderSequenceException if sequence numbers are missing in between
     */
    public @Nullable SequencedBatch check(BatchInfo batch, AppendOrigin origin) {
        if (!batch.hasProducer()) {
            return null;
        }
        ProducerState known = byId.get(batch.producerId());
        if (known == null) {
            return null; // forgotten or new: Kafka takes any sequence then
        }
        if (batch.producerEpoch() < known.epoch()) {
            throw new InvalidProducerEpochException("Epoch of producer " + batch.producerId() + " is "
                    + batch.producerEpoch() + ", which is smaller than the last seen epoch " + known.epoch());
        }
        if (origin != AppendOrigin.CLIENT || !batch.isSequenced()) {
            return null;
        }
        SequencedBatch repeated = known.repeatedBy(batch);
        if (repeated == null) {
            checkSequence(batch, known);
        }
        return repeated;
    }

    private static void checkSequence(BatchInfo batch, ProducerState known) {
        if (batch.producerEpoch() != known.epoch()) {
            if (batch.baseSequence() != 0) {
                throw new OutOfOrderSequenceException("Invalid sequence number for new epoch of producer "
                        + batch.producerId() + ": " + batch.producerEpoch() + " (request epoch), "
                        + batch.baseSequence() + " (seq. number), " + known.epoch() + " (current producer epoch)");
            }
            return;
        }
        SequencedBatch last = known.last();
        int expected = last == null ? 0 : (last.lastSequence() + 1) & Integer.MAX_VALUE;
        if (batch.baseSequence() != expected) {
            throw new OutOfOrderSequenceException("Out of order sequence number for producer " + batch.producerId()
                    + ": " + batch.baseSequence() + " (incoming seq. number), " + expected + " (expected)");
        }
    }

    /** Takes note of a batch that has its place in the log. */
    public void apply(BatchInfo batch, long nowMs) {
        if (!batch.hasProducer()) {
            return;
        }
        ProducerState known = byId.get(batch.producerId());
        boolean sameEpoch = known != null && known.epoch() == batch.producerEpoch();
        List<SequencedBatch> batches = sameEpoch ? known.batches() : List.of();
        if (batch.isSequenced()) {
            List<SequencedBatch> longer = new ArrayList<>(ProducerState.BATCHES_KEPT + 1);
            longer.addAll(batches);
            longer.add(new SequencedBatch(
                    batch.baseSequence(),
                    batch.lastSequence(),
                    batch.lastOffset(),
                    batch.lastOffsetDelta(),
                    batch.maxTimestamp()));
            batches = longer.size() > ProducerState.BATCHES_KEPT ? longer.subList(1, longer.size()) : longer;
        }
        byId.put(
                batch.producerId(),
                new ProducerState(
                        batch.producerId(), batch.producerEpoch(), batches, nowMs, coordinatorEpoch(batch, known)));
    }

    private static int coordinatorEpoch(BatchInfo batch, @Nullable ProducerState known) {
        if (batch.marker() != null) {
            return batch.marker().coordinatorEpoch();
        }
        return known == null ? ProducerState.NO_COORDINATOR : known.coordinatorEpoch();
    }

    public boolean hasEpoch(long producerId, short epoch) {
        ProducerState known = byId.get(producerId);
        return known != null && known.epoch() == epoch;
    }

    /** Forgets producers not heard of since {@code beforeMs}, except those that {@code keep} wants. */
    public void expire(long beforeMs, java.util.function.LongPredicate keep) {
        byId.values().removeIf(state -> state.lastUpdateMs() < beforeMs && !keep.test(state.producerId()));
    }

    public Collection<ProducerState> snapshot() {
        return List.copyOf(byId.values());
    }

    public void restore(Collection<ProducerState> states) {
        states.forEach(state -> byId.put(state.producerId(), state));
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }
}
