/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.ByteSize;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which files of a table become one, and why the others do not. */
public record CompactionPlan(List<MergeGroup> groups, List<SkippedFile> skipped) {

    public CompactionPlan {
        groups = List.copyOf(groups);
        skipped = List.copyOf(skipped);
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    public int inputs() {
        return groups.stream().mapToInt(g -> g.files().size()).sum();
    }

    public Map<SkipReason, Long> skippedByReason() {
        Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
        skipped.forEach(s -> counts.merge(s.reason(), 1L, Long::sum));
        return counts;
    }

    /** The plan for people: a line for each merge, a line for each reason. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (MergeGroup group : groups) {
            text.append(String.format(
                    Locale.ROOT,
                    "merge %,d files, %s, %,d rows in %s to about %s%n",
                    group.files().size(),
                    ByteSize.format(group.bytes()),
                    group.rows(),
                    group.partition().isEmpty() ? "the table's root" : group.partition(),
                    ByteSize.format(group.weight())));
        }
        if (groups.isEmpty()) {
            text.append(String.format(Locale.ROOT, "nothing to merge%n"));
        }
        skippedByReason()
                .forEach((reason, count) ->
                        text.append(String.format(Locale.ROOT, "leave %,d as they are: %s%n", count, reason)));
        skipped.stream()
                .filter(s -> s.reason() == SkipReason.UNREADABLE || s.reason() == SkipReason.IN_DOUBT)
                .forEach(s -> text.append(String.format(Locale.ROOT, "  %s: %s%n", s.path(), s.detail())));
        return text.toString();
    }
}
