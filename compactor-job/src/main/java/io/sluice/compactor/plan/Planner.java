/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the small files of each partition together, first fit: each file goes to the first merge that has room for it. So
 * no two merges of a partition would fit into one, and the plan for what a plan has made is empty.
 */
public final class Planner {

    private final PlanOptions options;
    private final long nowMs;
    private final List<SkippedFile> skipped = new ArrayList<>();

    private Planner(PlanOptions options, long nowMs) {
        this.options = options;
        this.nowMs = nowMs;
    }

    /**
     * Plans.
     *
     * @param files all visible data files of the table, in any order
     * @param unreadable files that look like data and are not
     * @param inDoubt files of replacements whose outcome is unknown
     */
    public static CompactionPlan plan(
            List<TableFile> files,
            List<SkippedFile> unreadable,
            Set<StorePath> inDoubt,
            PlanOptions options,
            long nowMs) {
        Planner planner = new Planner(options, nowMs);
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
        List<Bin> bins = new ArrayList<>();
        // Merged files first: their rows are older. Then by name, which is by partition and offset.
        files.sort(Comparator.comparing((TableFile f) -> !f.facts().keyValues().containsKey(MergeKeys.WEIGHT))
                .thenComparing(f -> f.entry().path()));
        for (TableFile file : files) {
            bins.stream()
                    .filter(b -> b.hasRoomFor(file, options))
                    .findFirst()
                    .orElseGet(() -> {
                        Bin bin = new Bin();
                        bins.add(bin);
                        return bin;
                    })
                    .add(file);
        }
        List<MergeGroup> groups = new ArrayList<>();
        for (Bin bin : bins) {
            if (bin.files.size() >= options.minInputs()) {
                groups.add(new MergeGroup(partition, bin.files));
            } else {
                bin.files.forEach(f -> skip(f, SkipReason.ALONE));
            }
        }
        return groups;
    }

    private static final class Bin {

        private final List<TableFile> files = new ArrayList<>();
        private long weight;

        boolean hasRoomFor(TableFile file, PlanOptions options) {
            return weight + file.facts().weight() <= options.targetBytes() && files.size() < options.maxInputs();
        }

        void add(TableFile file) {
            files.add(file);
            weight += file.facts().weight();
        }
    }
}
