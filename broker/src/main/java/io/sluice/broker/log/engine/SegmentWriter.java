/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.SegmentedLog.ForceTask;
import io.sluice.broker.log.wal.WalFormat;
import io.sluice.broker.log.wal.WalPosition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/**
 * Takes durable entries, in the order of the write-ahead log, to where they belong: batches to segments, deletions to
 * the directories. What it has drained stays in memory for readers as long as there is room.
 *
 * <p>Belongs to one thread, except {@link #doom}.
 */
final class SegmentWriter {
    private final Journal journal;
    private final SegmentRuns runs;
    private final LogDisks disks;
    private final long cacheBytes;
    private final ArrayDeque<LogEntry> cached = new ArrayDeque<>();
    private final Map<Uuid, Collection<WalPartitionLog>> doomed = new ConcurrentHashMap<>();
    private long cachedBytes;
    private WalPosition drainedTo;
    private long drainedBytes;

    SegmentWriter(
            Journal journal,
            Bundles bundles,
            LogDisks disks,
            Consumer<ForceTask> early,
            long cacheBytes,
            WalPosition start) {
        this.journal = journal;
        this.runs = new SegmentRuns(bundles, disks, early);
        this.disks = disks;
        this.cacheBytes = cacheBytes;
        this.drainedTo = start;
    }

    /** Names the logs whose files go when the topic's deletion comes by. */
    void doom(Uuid topicId, Collection<WalPartitionLog> logs) {
        doomed.put(topicId, logs);
    }

    /** Everything before it is in segments. */
    WalPosition drainedTo() {
        return drainedTo;
    }

    /** How much went by since the start. */
    long drainedBytes() {
        return drainedBytes;
    }

    void drain(List<LogEntry> entries, WalPosition end) throws IOException {
        for (LogEntry entry : entries) {
            if (entry.holdsBatches()) {
                runs.add(logOf(entry), entry.toSegment());
            } else if (entry.type() != null) {
                runs.write(); // what came before must be there first
                apply(entry);
            }
        }
        runs.write();
        drainedTo = end;
        entries.forEach(this::keep);
        evict();
    }

    private void apply(LogEntry entry) throws IOException {
        if (entry.type() == WalFormat.Type.DELETE) {
            Collection<WalPartitionLog> logs = doomed.remove(entry.topicId());
            for (WalPartitionLog log : logs == null ? List.<WalPartitionLog>of() : logs) {
                disks.attempt(log, log.stored()::delete);
            }
        } else if (entry.type() == WalFormat.Type.START_OFFSET && !logOf(entry).isDeleted()) {
            WalPartitionLog log = logOf(entry);
            disks.attempt(log, () -> log.stored().deleteBefore(entry.offset()));
        }
    }

    private static WalPartitionLog logOf(LogEntry entry) {
        return Objects.requireNonNull(entry.log(), "an entry of a partition has a log");
    }

    private void keep(LogEntry entry) {
        int size = entry.sizeInBytes();
        journal.drained(size);
        drainedBytes += size;
        if (entry.holdsBatches()) {
            cached.add(entry);
            cachedBytes += size;
        } else if (entry.space() != null) {
            entry.space().release();
        }
    }

    private void evict() {
        while (cachedBytes > cacheBytes) {
            LogEntry oldest = cached.remove();
            cachedBytes -= oldest.sizeInBytes();
            logOf(oldest).evict(oldest);
            oldest.held().release();
        }
    }
}
