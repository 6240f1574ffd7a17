/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;

/**
 * The transactions of one partition: which are open, so how far a reader of committed records may read, and which
 * were aborted, so what it must skip (KIP-98).
 *
 * <p>{@link #check} decides, {@link #apply} is the only mutator. Not thread-safe.
 */
public final class Transactions {
    private final Map<Long, Long> openByProducer = new HashMap<>(1);
    private final List<Ended> ended = new ArrayList<>(0);
    private final List<Aborted> aborted = new ArrayList<>(0);

    /** An aborted transaction: offsets of its first record and of its marker, both inclusive. */
    public record Aborted(long producerId, long firstOffset, long lastOffset) {}

    /** An open transaction and the offset of its first record. */
    public record Open(long producerId, long firstOffset) {}

    /** A transaction whose marker is written but perhaps not yet durable. */
    private record Ended(long firstOffset, long markerOffset) {}

    public void check(BatchInfo batch) {
        if (batch.hasProducer()
                && !batch.isTransactional()
                && !batch.isControl()
                && openByProducer.containsKey(batch.producerId())) {
            throw new InvalidTxnStateException(
                    "Expected transactional write from producer " + batch.producerId() + ": its transaction is open");
        }
    }

    public void apply(BatchInfo batch) {
        if (batch.marker() != null) {
            Long first = openByProducer.remove(batch.producerId());
            if (first != null) {
                ended.add(new Ended(first, batch.lastOffset()));
                if (batch.marker() == BatchInfo.Marker.ABORT) {
                    aborted.add(new Aborted(batch.producerId(), first, batch.lastOffset()));
                }
            }
        } else if (batch.isTransactional() && !batch.isControl()) {
            openByProducer.putIfAbsent(batch.producerId(), batch.baseOffset());
        }
    }

    /** Up to where (exclusive) every transaction is decided, durably so, given the high watermark. */
    public long lastStableOffset(long highWatermark) {
        if (openByProducer.isEmpty() && ended.isEmpty()) {
            return highWatermark;
        }
        ended.removeIf(transaction -> transaction.markerOffset() < highWatermark);
        long stable = highWatermark;
        for (long first : openByProducer.values()) {
            stable = Math.min(stable, first);
        }
        for (Ended transaction : ended) {
            stable = Math.min(stable, transaction.firstOffset());
        }
        return stable;
    }

    public boolean isOpen(long producerId) {
        return openByProducer.containsKey(producerId);
    }

    /** Aborted transactions with records in {@code [from, to)}, by first offset. */
    public List<AbortedTransaction> abortedIn(long from, long to) {
        if (aborted.isEmpty()) {
            return List.of();
        }
        return aborted.stream()
                .filter(transaction -> transaction.lastOffset() >= from && transaction.firstOffset() < to)
                .sorted(Comparator.comparingLong(Aborted::firstOffset))
                .map(transaction -> new AbortedTransaction()
                        .setProducerId(transaction.producerId())
                        .setFirstOffset(transaction.firstOffset()))
                .toList();
    }

    /** Forgets what was aborted before an offset: the log holds nothing of it any more. */
    public void forgetAbortedBefore(long offset) {
        aborted.removeIf(transaction -> transaction.lastOffset() < offset);
    }

    public List<Open> open() {
        return openByProducer.entrySet().stream()
                .map(entry -> new Open(entry.getKey(), entry.getValue()))
                .toList();
    }

    public List<Aborted> aborted() {
        return List.copyOf(aborted);
    }

    public void restore(List<Open> open, List<Aborted> abortedBefore) {
        open.forEach(transaction -> openByProducer.put(transaction.producerId(), transaction.firstOffset()));
        aborted.addAll(abortedBefore);
    }
}
