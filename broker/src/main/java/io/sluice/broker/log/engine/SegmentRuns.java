/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.segment.Bundles;
import io.sluice.broker.log.segment.SegmentAppend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Batches on their way to segments, brought together by partition so that each is written once. Not thread-safe. */
final class SegmentRuns {
    private final Bundles bundles;
    private final Map<WalPartitionLog, Run> runs = new LinkedHashMap<>();
    private long sizeInBytes;

    private static final class Run {
        private final List<SegmentAppend> appends = new ArrayList<>();
        private long endOffset;
    }

    SegmentRuns(Bundles bundles) {
        this.bundles = bundles;
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

    /** Writes everything, but for what belongs to logs that were deleted meanwhile. */
    void write() throws IOException {
        for (Map.Entry<WalPartitionLog, Run> run : runs.entrySet()) {
            WalPartitionLog log = run.getKey();
            if (!log.isDeleted()) {
                log.stored().append(run.getValue().appends, log.config(), bundles);
            }
        }
        bundles.flush();
        runs.clear();
        sizeInBytes = 0;
    }
}
