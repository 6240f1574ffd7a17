/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of records, by topic and {@link Outcome}, since the task began. Counts may be read by any thread
 * while others count.
 */
public final class DecodeCounters {

    /** Port. Is told of each counter once, before it first counts, by the thread that counts. */
    public interface Export {
        /** {@code count} may be asked at any time, by any thread. */
        void added(String topic, Outcome outcome, LongSupplier count);
    }

    private final Export export;
    private final Map<String, Counters> counts = new ConcurrentHashMap<>();
    /** Of the topic that was counted last. */
    private volatile @Nullable Counters last;

    private record Counters(String topic, Map<Outcome, AtomicLong> counts) {

        AtomicLong of(Outcome outcome) {
            return counts.get(outcome);
        }
    }

    public DecodeCounters(Export export) {
        this.export = export;
    }

    /** For who counts and shows it to nobody. */
    public DecodeCounters() {
        this((topic, outcome, count) -> {});
    }

    public void count(String topic, Outcome outcome) {
        Counters ofTopic = last;
        if (ofTopic == null || !ofTopic.topic().equals(topic)) {
            ofTopic = counts.computeIfAbsent(topic, this::counters);
            last = ofTopic;
        }
        ofTopic.of(outcome).incrementAndGet();
    }

    /** How often it was counted; 0 for a topic that was never met. */
    public long of(String topic, Outcome outcome) {
        Counters ofTopic = counts.get(topic);
        return ofTopic == null ? 0 : ofTopic.of(outcome).get();
    }

    /** All of a topic's at once, so that a zero can be told from a counter that is not there. */
    private Counters counters(String topic) {
        Map<Outcome, AtomicLong> ofTopic = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            AtomicLong count = new AtomicLong();
            ofTopic.put(outcome, count);
            export.added(topic, outcome, count::get);
        }
        return new Counters(topic, ofTopic);
    }
}
