/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * The transactions of one partition: which are open, so how far a reader of committed records may read, and which
 * were aborted, so what it must skip (KIP-98).
 *
 * <p>{@link #check} decides, {@link #apply} is the only mutator. Not thread-safe.
 */
public final class Transactions {
    private final Map<Long, Long> openByProducer = new HashMap<>(1);
    private final Map<Long, Verification> verifying = new HashMap<>(0);
    private final List<Ended> ended = new ArrayList<>(0);
    private final List<Aborted> aborted = new ArrayList<>(0);

    /** An aborted transaction: offsets of its first record and of its marker, both inclusive. */
    public record Aborted(long producerId, long firstOffset, long lastOffset) {}

    /** An open transaction and the offset of its first record. */
    public record Open(long producerId, long firstOffset) {}

    /** A coordinator is asked about a producer; what it says holds until the producer's next marker. */
    private record Verification(VerificationGuard guard, long startMs) {}

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
            verifying.remove(batch.producerId());
            Long first = openByProducer.remove(batch.producerId());
            if (first != null) {
                ended.add(new Ended(first, batch.lastOffset()));
                if (!batch.marker().commits()) {
                    aborted.add(new Aborted(batch.producerId(), first, batch.lastOffset()));
                }
            }
        } else if (batch.isTransactional() && !batch.isControl()) {
            openByProducer.putIfAbsent(batch.producerId(), batch.baseOffset());
            verifying.remove(batch.producerId());
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

    /** The offset of the first record of a producer's open transaction, or -1. */
    public long openSince(long producerId) {
        return openByProducer.getOrDefault(producerId, -1L);
    }

    public VerificationGuard startVerification(long producerId, long nowMs) {
        return verifying
                .computeIfAbsent(producerId, producer -> new Verification(new VerificationGuard(), nowMs))
                .guard();
    }

    /** Whether no marker of the producer has come since {@link #startVerification} gave this guard. */
    public boolean isVerified(long producerId, VerificationGuard guard) {
        Verification verification = verifying.get(producerId);
        return verification != null && verification.guard().verify(guard);
    }

    /** Forgets what was asked for nothing. */
    public void expireVerifications(long beforeMs) {
        verifying.values().removeIf(verification -> verification.startMs() < beforeMs);
    }

    /** Aborted transactions with records in {@code [from, to)}, by first offset. */
    public List<AbortedTransaction> abortedIn(long from, long to) {
        int first = firstEndingAt(from);
        if (first == aborted.size()) {
            return List.of();
        }
        return aborted.subList(first, aborted.size()).stream()
                .filter(transaction -> transaction.firstOffset() < to)
                .sorted(Comparator.comparingLong(Aborted::firstOffset))
                .map(transaction -> new AbortedTransaction()
                        .setProducerId(transaction.producerId())
                        .setFirstOffset(transaction.firstOffset()))
                .toList();
    }

    /** The markers are in the order of their offsets. */
    private int firstEndingAt(long offset) {
        int low = 0;
        int high = aborted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (aborted.get(middle).lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
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
