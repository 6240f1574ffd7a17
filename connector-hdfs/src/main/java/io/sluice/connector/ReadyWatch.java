/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.ready.Periods;
import io.sluice.connector.ready.ReadySignals;
import io.sluice.table.metadata.PartitionStrategy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches up to when each partition of a task has committed everything, and has it written down. A partition is beyond a time
 * when it was sent a later record, or none for as long as the delay, and nothing of what came until the delay after that time
 * is uncommitted.
 *
 * <p>Used by the task's thread; files are written in the background.
 */
final class ReadyWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyWatch.class);

    private final long delayMs;
    private final Periods periods;
    private final Function<String, ReadySignals> signalsOf;
    private final Executor background;
    private final Map<TopicPartition, Seen> seen = new HashMap<>();
    private final Map<String, ReadySignals> signals = new HashMap<>();

    /**
     * @param delayMs for which records of a period may come after its end
     * @param signalsOf makes those of a topic's table
     */
    ReadyWatch(long delayMs, Periods periods, Function<String, ReadySignals> signalsOf, Executor background) {
        this.delayMs = delayMs;
        this.periods = periods;
        this.signalsOf = signalsOf;
        this.background = background;
    }

    private static final class Seen {
        private long newestMs = Long.MIN_VALUE;
        private long lastCameMs;
        /** Start of the period up to which all is written down as committed. */
        private volatile long toldMs = Long.MIN_VALUE;

        private volatile boolean telling;
    }

    /** Whether a partition is still this task's, as the file system tells. */
    @FunctionalInterface
    interface Owned {
        boolean holds() throws IOException;
    }

    void opened(TopicPartition partition, long nowMs) {
        Seen fresh = new Seen();
        fresh.lastCameMs = nowMs;
        seen.put(partition, fresh);
    }

    void closed(TopicPartition partition) {
        seen.remove(partition);
    }

    void came(TopicPartition partition, SinkRecord record, long nowMs) {
        Seen own = seen.get(partition);
        if (own != null) {
            Long timestampMs = record.timestamp();
            own.lastCameMs = nowMs;
            own.newestMs = timestampMs == null ? own.newestMs : Math.max(own.newestMs, timestampMs);
        }
    }

    /**
     * Looks at a partition.
     *
     * @param settledMs up to when all that came is committed; empty if that is not known now
     * @param owned asked in the background, before anything is written down: who has lost the partition without knowing is
     *     sent nothing, and has nothing uncommitted
     * @param strategy of its table
     */
    void look(TopicPartition partition, OptionalLong settledMs, Owned owned, PartitionStrategy strategy, long nowMs) {
        Seen own = seen.get(partition);
        if (own == null
                || own.telling
                || settledMs.isEmpty()
                || strategy.fields().isEmpty()) {
            return;
        }
        long reachedMs = nowMs - own.lastCameMs >= delayMs ? nowMs : own.newestMs;
        long passedMs = Math.min(settledMs.getAsLong() - delayMs, reachedMs);
        if (passedMs <= own.toldMs || passedMs < 0) {
            return;
        }
        long startMs = periods.at(passedMs).startMs();
        if (startMs > own.toldMs) {
            own.telling = true;
            ReadySignals table = signals.computeIfAbsent(partition.topic(), signalsOf);
            background.execute(() -> tell(table, partition, own, owned, startMs, strategy));
        }
    }

    private static void tell(
            ReadySignals table,
            TopicPartition partition,
            Seen own,
            Owned owned,
            long startMs,
            PartitionStrategy strategy) {
        try {
            if (owned.holds()) {
                table.passed(partition.partition(), startMs, strategy);
                own.toldMs = startMs;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: not signalled yet what is complete: {}", partition, e.toString());
        } finally {
            own.telling = false;
        }
    }
}
