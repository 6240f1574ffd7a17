/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many bytes the rows of several files will have as one. Pages of values add up. Dictionaries do not: files that draw
 * on the same few values share one, see {@link ColumnDictionary#saturated}; files whose ranges lie apart, such as times,
 * share none. A file that a merge has made counts as what was estimated for it then: what it gained must not make room for
 * more, or a second run would find work.
 *
 * <p>Mutable; grows by {@link #add}.
 */
final class SizeEstimate {

    private final Map<String, NavigableMap<Long, Range>> shared = new HashMap<>();
    private long bytes;

    /** Dictionaries of overlapping ranges, of which one remains. */
    private record Range(long high, long bytes) {}

    /** What is estimated for these files together. */
    static long of(List<TableFile> files) {
        SizeEstimate estimate = new SizeEstimate();
        files.forEach(estimate::add);
        return estimate.bytes;
    }

    long bytes() {
        return bytes;
    }

    private static List<ColumnDictionary> dictionaries(TableFile file) {
        return file.facts().keyValues().containsKey(MergeKeys.WEIGHT)
                ? List.of()
                : file.facts().dictionaries();
    }

    /** Takes in rows of which no more is known than how many bytes they have. */
    void add(long more) {
        bytes += more;
    }

    /** Takes a file in. */
    void add(TableFile file) {
        bytes += file.facts().weight();
        for (ColumnDictionary dictionary : dictionaries(file)) {
            if (dictionary.saturated()) {
                bytes -= dictionary.bytes();
                bytes += share(shared.computeIfAbsent(dictionary.column(), c -> new TreeMap<>()), dictionary);
            }
        }
    }

    /** Puts a dictionary to those of its column; returns how many bytes more they take. */
    private static long share(NavigableMap<Long, Range> ranges, ColumnDictionary added) {
        long low = added.low();
        Range merged = new Range(added.high(), added.bytes());
        long before = 0;
        Map.Entry<Long, Range> overlapping = ranges.floorEntry(merged.high());
        while (overlapping != null && overlapping.getValue().high() >= low) {
            Range range = overlapping.getValue();
            ranges.remove(overlapping.getKey());
            before += range.bytes();
            low = Math.min(low, overlapping.getKey());
            merged = new Range(Math.max(merged.high(), range.high()), Math.max(merged.bytes(), range.bytes()));
            overlapping = ranges.floorEntry(merged.high());
        }
        ranges.put(low, merged);
        return merged.bytes() - before;
    }
}
