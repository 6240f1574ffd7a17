/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.output;

import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a chunk, merged from those of its parts. What one part does not know the chunk does not: better no bounds
 * than wrong ones. Not thread-safe.
 */
public final class ChunkTotals {

    private final PrimitiveType type;
    private final Statistics<?> merged;
    private @Nullable SizeStatistics sizes;
    private boolean any;
    private boolean nullsKnown = true;
    private boolean boundsKnown = true;
    private boolean sizesKnown = true;

    public ChunkTotals(PrimitiveType type) {
        this.type = type;
        this.merged = Statistics.createStats(type);
    }

    /**
     * Adds a part.
     *
     * @param entries values and nulls of the part
     * @param statistics null if nothing is known
     * @param partSizes null if nothing is known
     */
    public void add(long entries, @Nullable Statistics<?> statistics, @Nullable SizeStatistics partSizes) {
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
        addSizes(partSizes);
    }

    private void addSizes(@Nullable SizeStatistics part) {
        sizesKnown &= part != null && part.isValid();
        if (!sizesKnown || part == null) {
            sizes = null;
        } else if (sizes == null) {
            sizes = part.copy();
        } else {
            sizes.mergeStatistics(part);
        }
    }

    /** Null if nothing is known, not even how many nulls there are. */
    public @Nullable Statistics<?> statistics() {
        if (!any || !nullsKnown) {
            return null;
        }
        return boundsKnown
                ? merged
                : Statistics.getBuilderForReading(type).withNumNulls(merged.getNumNulls()).build();
    }

    /** Null if they are not known of every part. */
    public @Nullable SizeStatistics sizes() {
        return sizes;
    }
}
