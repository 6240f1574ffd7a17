/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which files of which partitions become one. No file is written again for little, see {@link Bins}; and the plan
 * for what a plan has made is empty.
 */
public final class Planner {

    private final PlanOptions options;
    private final SwapMode mode;
    private final long nowMs;
    private final List<SkippedFile> skipped = new ArrayList<>();

    private Planner(PlanOptions options, SwapMode mode, long nowMs) {
        this.options = options;
        this.mode = mode;
        this.nowMs = nowMs;
    }

    /**
     * Plans.
     *
     * @param files all visible data files of the table, in any order
     * @param unreadable files that look like data and are not
     * @param inDoubt files of replacements whose outcome is unknown
     * @param mode how merged files will take the place of their sources: what a concat leaves dead counts
     */
    public static CompactionPlan plan(
            List<TableFile> files,
            List<SkippedFile> unreadable,
            Set<StorePath> inDoubt,
            PlanOptions options,
            SwapMode mode,
            long nowMs) {
        Planner planner = new Planner(options, mode, nowMs);
        planner.skipped.addAll(unreadable);
        Map<String, List<TableFile>> candidates = new TreeMap<>();
        for (TableFile file : files) {
            if (planner.isCandidate(file, inDoubt)) {
                candidates
                        .computeIfAbsent(file.partition(), p -> new ArrayList<>())
                        .add(file);
            }
        }
        List<MergeGroup> groups = new ArrayList<>();
        candidates.forEach((partition, inPartition) -> groups.addAll(planner.group(partition, inPartition)));
        return new CompactionPlan(groups, planner.skipped);
    }

    private boolean isCandidate(TableFile file, Set<StorePath> inDoubt) {
        if (!options.partitions().matches(file.partition())) {
            return skip(file, SkipReason.NOT_CHOSEN);
        }
        if (inDoubt.contains(file.entry().path())) {
            return skip(file, SkipReason.IN_DOUBT);
        }
        if (nowMs - file.entry().modifiedMs() < options.graceMs()) {
            return skip(file, SkipReason.TOO_YOUNG);
        }
        return file.facts().weight() < options.rightBytes() || skip(file, SkipReason.RIGHT_SIZE);
    }

    private boolean skip(TableFile file, SkipReason reason) {
        skipped.add(new SkippedFile(file.entry().path(), reason, ""));
        return false;
    }

    private List<MergeGroup> group(String partition, List<TableFile> files) {
        Bins.Result bins = Bins.of(files, options, mode);
        new TreeMap<>(bins.left()).forEach((path, reason) -> skipped.add(new SkippedFile(path, reason, "")));
        return bins.merges().stream()
                .map(merge -> new MergeGroup(partition, merge))
                .toList();
    }
}
