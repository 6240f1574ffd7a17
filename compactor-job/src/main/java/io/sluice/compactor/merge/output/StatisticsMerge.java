/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a chunk or page, merged from those of its parts. What one part does not know the whole does not: better
 * no bounds than wrong ones. Not thread-safe.
 */
public final class StatisticsMerge {

    private final PrimitiveType type;
    private final Statistics<?> merged;
    private boolean any;
    private boolean nullsKnown = true;
    private boolean boundsKnown = true;

    public StatisticsMerge(PrimitiveType type) {
        this.type = type;
        this.merged = Statistics.createStats(type);
    }

    /**
     * Adds a part.
     *
     * @param entries values and nulls of the part
     * @param statistics null if nothing is known
     */
    public void add(long entries, @Nullable Statistics<?> statistics) {
        if (entries == 0) {
            return;
        }
        any = true;
        nullsKnown &= statistics != null && statistics.isNumNullsSet();
        boundsKnown &= nullsKnown
                && statistics != null
                && (statistics.hasNonNullValue() || statistics.getNumNulls() == entries);
        if (boundsKnown && statistics != null) {
            merged.mergeStatistics(statistics);
        } else if (nullsKnown && statistics != null) {
            merged.incrementNumNulls(statistics.getNumNulls());
        }
    }

    /** Null if nothing is known, not even how many nulls there are. */
    public @Nullable Statistics<?> statistics() {
        if (!any || !nullsKnown) {
            return null;
        }
        return boundsKnown
                ? merged
                : Statistics.getBuilderForReading(type)
                        .withNumNulls(merged.getNumNulls())
                        .build();
    }
}
