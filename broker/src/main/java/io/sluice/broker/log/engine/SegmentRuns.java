/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.SegmentAppend;
import io.sluice.broker.log.segment.SegmentedLog.ForceTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Batches on their way to segments, brought together by partition so that each is written once. Not thread-safe. */
final class SegmentRuns {
    /** What a checkpoint would have to wait for is written early. */
    private static final long EARLY_BYTES = 4 << 20;

    private final Bundles bundles;
    private final LogDisks disks;
    private final Consumer<ForceTask> early;
    private final Map<WalPartitionLog, Run> runs = new LinkedHashMap<>();
    private long sizeInBytes;

    private static final class Run {
        private final List<SegmentAppend> appends = new ArrayList<>();
        private long endOffset;
    }

    /** @param early takes over what is to be forced soon, on another thread */
    SegmentRuns(Bundles bundles, LogDisks disks, Consumer<ForceTask> early) {
        this.bundles = bundles;
        this.disks = disks;
        this.early = early;
    }

    void add(WalPartitionLog log, SegmentAppend append) {
        Run run = runs.computeIfAbsent(log, first -> new Run());
        run.appends.add(append);
        run.endOffset = append.endOffset();
        sizeInBytes += append.bytes().remaining();
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    /** Where a log ends (exclusive), with what is still on its way; {@code orElse} if it is empty. */
    long endOffset(WalPartitionLog log, long orElse) {
        Run run = runs.get(log);
        return run == null ? log.stored().endOffset(orElse) : run.endOffset;
    }

    /** Writes everything, but for what belongs to logs that were deleted meanwhile, or are offline. */
    void write() throws IOException {
        for (Map.Entry<WalPartitionLog, Run> run : runs.entrySet()) {
            WalPartitionLog log = run.getKey();
            if (!log.isDeleted()) {
                disks.attempt(log, () -> log.stored().append(run.getValue().appends, log.config(), bundles));
                ForceTask force = log.segments().prepareEarlyForce(EARLY_BYTES);
                if (force != null) {
                    early.accept(() -> disks.attempt(log, force::run));
                }
            }
        }
        bundles.flush();
        runs.clear();
        sizeInBytes = 0;
    }
}
