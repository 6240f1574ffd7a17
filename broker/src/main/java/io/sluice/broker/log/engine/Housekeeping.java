/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.SegmentPlanner;
import io.sluice.broker.log.wal.WalFiles;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retention, the rolling of quiet segments, the expiry of producers, and when to take a checkpoint. */
final class Housekeeping implements StorageThread.Chores {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final LogEngineConfig config;
    private final Clock clock;
    private final Logs logs;
    private final LogDisks disks;
    private final SegmentWriter writer;
    private final Checkpointer checkpointer;
    private final WalFiles walFiles;
    private final DiskRoom room;
    private long checkpointedBytes;

    /** @param unforcedBytes what was replayed at the start, and so counts towards the first checkpoint */
    Housekeeping(
            LogEngineConfig config,
            Clock clock,
            Logs logs,
            LogDisks disks,
            SegmentWriter writer,
            Checkpointer checkpointer,
            WalFiles walFiles,
            DiskRoom room,
            long unforcedBytes) {
        this.config = config;
        this.clock = clock;
        this.logs = logs;
        this.disks = disks;
        this.writer = writer;
        this.checkpointer = checkpointer;
        this.walFiles = walFiles;
        this.room = room;
        this.checkpointedBytes = -unforcedBytes;
    }

    @Override
    public void afterDrain() throws IOException {
        room.ask();
        if (room.isTight()) {
            walFiles.dropSpares();
        }
        long bytes = writer.drainedBytes() - checkpointedBytes;
        boolean isDue = bytes >= config.checkpointBytes() || (room.isTight() && bytes >= config.walFileBytes());
        if (isDue && checkpointer.isReady()) {
            checkpointedBytes = writer.drainedBytes();
            checkpointer.begin(writer.drainedTo());
        }
    }

    @Override
    public void regularly() throws IOException {
        long nowMs = clock.millis();
        for (WalPartitionLog log : logs.all()) {
            if (log.isAnnounced() && log.isClaimed()) {
                log.<Void>locked((state, tail) -> {
                    state.expireProducers(nowMs - config.producerIdExpirationMs());
                    return null;
                });
                disks.attempt(log, () -> log.segments().sealIfOld(log.config(), nowMs));
                retain(log, nowMs);
            }
        }
    }

    private void retain(WalPartitionLog log, long nowMs) {
        LogConfig rules = log.config();
        long start = log.logStartOffset();
        long next = SegmentPlanner.startAfterRetention(log.stored().summaries(), start, rules, nowMs);
        if (next > start && log.moveStart(next)) {
            LOG.info(
                    "Retention moves the start of {} from {} to {}",
                    log.partition().topicPartition(),
                    start,
                    next);
        }
    }
}
