/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what the output partitions get, record by record in the order of offsets. Not thread-safe. */
public final class ContentsCount {

    private final Map<String, Count> counts = new HashMap<>();
    private @Nullable String lastPartition;
    private @Nullable Count last;

    private static final class Count {
        private final long firstOffset;
        private long lastOffset;
        private long rows;

        Count(long firstOffset) {
            this.firstOffset = firstOffset;
        }
    }

    @SuppressWarnings("ReferenceEquality") // spares most look-ups: records of a partition mostly share the string
    public void add(String outputPartition, long offset) {
        Count count = last;
        if (count == null || lastPartition != outputPartition) {
            count = counts.computeIfAbsent(outputPartition, partition -> new Count(offset));
            lastPartition = outputPartition;
            last = count;
        }
        count.lastOffset = offset;
        count.rows++;
    }

    /** By output partition. */
    public SortedMap<String, Contents> contents() {
        SortedMap<String, Contents> contents = new TreeMap<>();
        counts.forEach((partition, count) ->
                contents.put(partition, new Contents(count.firstOffset, count.lastOffset, count.rows)));
        return contents;
    }
}
