/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.model.SegmentSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which log is cleaned next, how far, and which of its segments become one. */
public final class CleanPlanner {
    private CleanPlanner() {}

    /**
     * What can be cleaned of a log: whole segments that are full, decided (below the last stable offset) and older
     * than {@code min.compaction.lag.ms}.
     */
    public static Dirtiness dirtiness(LogFacts log, long nowMs) {
        LogConfig.Compaction rules = log.config().compaction();
        List<SegmentSummary> full = log.full();
        long end = full.isEmpty()
                ? log.logStartOffset()
                : full.get(full.size() - 1).endOffset();
        // beyond the end: the disk has lost what was not flushed, and the log has grown anew
        long firstDirty =
                log.cleanedTo() > end ? log.logStartOffset() : Math.max(log.cleanedTo(), log.logStartOffset());
        long cleanBytes = 0;
        long dirtyBytes = 0;
        long cleanableTo = firstDirty;
        boolean overdue = false;
        for (SegmentSummary segment : full) {
            if (segment.endOffset() <= firstDirty) {
                cleanBytes += segment.sizeInBytes();
                continue;
            }
            if (segment.endOffset() > log.lastStableOffset()
                    || (rules.minLagMs() > 0 && segment.maxTimestamp() > nowMs - rules.minLagMs())) {
                break;
            }
            dirtyBytes += segment.sizeInBytes();
            cleanableTo = segment.endOffset();
            overdue |= segment.firstTimestamp() > 0 && nowMs - segment.firstTimestamp() > rules.maxLagMs();
        }
        return new Dirtiness(firstDirty, cleanableTo, cleanBytes, dirtyBytes, overdue);
    }

    /** The log with the largest dirty part, those overdue before all others; empty if none is worth the while. */
    public static <T> Optional<T> dirtiest(Map<T, LogFacts> logs, long nowMs) {
        record Candidate<T>(T log, Dirtiness dirtiness) {}
        return logs.entrySet().stream()
                .map(entry -> new Candidate<>(entry.getKey(), dirtiness(entry.getValue(), nowMs)))
                .filter(candidate -> candidate
                        .dirtiness()
                        .isWorthwhile(
                                logs.get(candidate.log()).config().compaction().minDirtyRatio()))
                .max(Comparator.comparing((Candidate<T> candidate) ->
                                candidate.dirtiness().overdue())
                        .thenComparingDouble(candidate -> candidate.dirtiness().ratio()))
                .map(Candidate::log);
    }

    /**
     * Runs of neighbours that fit into one segment, in order; by their size before they are cleaned.
     *
     * @param endOffset exclusive; a segment that begins below it is part of a run
     */
    public static List<List<SegmentSummary>> groups(List<SegmentSummary> segments, long endOffset, int segmentBytes) {
        List<List<SegmentSummary>> groups = new ArrayList<>();
        List<SegmentSummary> group = new ArrayList<>();
        long bytes = 0;
        for (SegmentSummary segment : segments) {
            if (segment.baseOffset() >= endOffset) {
                break;
            }
            bytes += segment.sizeInBytes();
            if (!group.isEmpty()
                    && (bytes > segmentBytes
                            // index entries have 32-bit offsets
                            || segment.endOffset() - group.get(0).baseOffset() > Integer.MAX_VALUE)) {
                groups.add(List.copyOf(group));
                group.clear();
                bytes = segment.sizeInBytes();
            }
            group.add(segment);
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }
}
