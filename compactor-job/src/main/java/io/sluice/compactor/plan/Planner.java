/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.swap.SwapMode;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        planner.leaveOut(candidates, files);
        List<MergeGroup> groups = new ArrayList<>();
        candidates.forEach((partition, inPartition) -> groups.addAll(planner.group(partition, inPartition)));
        Selection.Result selection = Selection.of(groups, files, options, mode);
        selection.waiting().forEach((group, reason) -> group.files().forEach(f -> planner.skip(f, reason)));
        return new CompactionPlan(selection.chosen(), planner.skipped);
    }

    /** Drops partitions that may still change. */
    private void leaveOut(Map<String, List<TableFile>> candidates, List<TableFile> all) {
        Map<String, Long> changedMs = new HashMap<>();
        all.forEach(f -> changedMs.merge(f.partition(), f.entry().modifiedMs(), Math::max));
        candidates.entrySet().removeIf(candidate -> {
            long changed = changedMs.getOrDefault(candidate.getKey(), 0L);
            Optional<SkipReason> reason = options.partitions().objection(candidate.getKey(), changed, nowMs);
            reason.ifPresent(why -> candidate.getValue().forEach(f -> skip(f, why)));
            return reason.isPresent();
        });
    }

    private boolean isCandidate(TableFile file, Set<StorePath> inDoubt) {
        if (!options.partitions().filter().matches(file.partition())) {
            return skip(file, SkipReason.NOT_CHOSEN);
        }
        if (inDoubt.contains(file.entry().path())) {
            return skip(file, SkipReason.IN_DOUBT);
        }
        if (nowMs - file.entry().modifiedMs() < options.graceMs()) {
            return skip(file, SkipReason.TOO_YOUNG);
        }
        boolean small =
                file.facts().weight() < options.rightBytes() && file.facts().rows() < options.rightRows();
        return small || file.isAvro() || skip(file, SkipReason.RIGHT_SIZE);
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
