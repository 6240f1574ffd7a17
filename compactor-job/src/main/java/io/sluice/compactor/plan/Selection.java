/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.swap.SwapMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the possible merges one run does: those that rid the table of most files first, as long as neither the budget
 * nor the cap on dead bytes is used up; as many as one merged file has never count as too many. What does not fit is passed over, and smaller merges behind it may still fit.
 */
final class Selection {

    private static final Comparator<MergeGroup> MOST_FILES_FIRST =
            Comparator.comparingInt(g -> -g.files().size());

    private final PlanOptions options;
    private final SwapMode mode;
    private final List<MergeGroup> chosen = new ArrayList<>();
    private final Map<MergeGroup, SkipReason> waiting = new LinkedHashMap<>();
    private long bytes;
    private long dead;
    private long merged;

    private Selection(List<TableFile> table, PlanOptions options, SwapMode mode) {
        this.options = options;
        this.mode = mode;
        this.bytes = table.stream().mapToLong(f -> f.entry().bytes()).sum();
        this.dead = table.stream().mapToLong(TableFile::deadBytes).sum();
    }

    /** Merges to do now, in this order, and merges that wait, with the reason. */
    record Result(List<MergeGroup> chosen, Map<MergeGroup, SkipReason> waiting) {}

    static Result of(List<MergeGroup> groups, List<TableFile> table, PlanOptions options, SwapMode mode) {
        Selection selection = new Selection(table, options, mode);
        groups.stream().sorted(MOST_FILES_FIRST).forEach(selection::choose);
        return new Result(selection.chosen, selection.waiting);
    }

    private void choose(MergeGroup group) {
        if (merged > options.limits().budgetBytes() - group.bytes()) {
            waiting.put(group, SkipReason.OVER_BUDGET);
            return;
        }
        if (mode == SwapMode.CONCAT && group.isCopied(options.minRowGroupBytes())) {
            long live =
                    group.files().stream().mapToLong(f -> f.facts().liveBytes()).sum();
            long dying = group.files().stream()
                    .mapToLong(f -> f.entry().bytes() - f.deadBytes())
                    .sum();
            boolean much = dead + dying > options.targetBytes();
            if (much && dead + dying > options.limits().maxDeadRatio() * (bytes + live)) {
                waiting.put(group, SkipReason.DEAD_CAP);
                return;
            }
            dead += dying;
            bytes += live;
        }
        merged += group.bytes();
        chosen.add(group);
    }
}
