/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.Widening;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.Promotion;
import io.sluice.compactor.merge.output.PageFacts;
import io.sluice.compactor.merge.page.RawPage;
import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.table.parquet.FloatOrder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What footer and page indexes of an input say of a chunk and its pages, said again of the output's column: bounds are
 * widened as the values are, and dropped where the two columns order their values differently.
 */
final class SourceFacts {

    /** The number of nulls of a page is not known. */
    static final long UNKNOWN = -1;

    private final SourceChunk chunk;
    private final ColumnDescriptor output;
    private final @Nullable Widening widening;
    private final boolean ordered;
    private final boolean allNull;
    private final @Nullable ColumnIndex index;
    private final @Nullable OffsetIndex offsets;

    SourceFacts(SourceChunk chunk, Copied copied, int pages) {
        this(chunk, copied.to(), pages, copied.promotion());
    }

    /** Of a column that stays as it is. */
    SourceFacts(SourceChunk chunk, int pages) {
        this(chunk, chunk.column(), pages, Promotion.NONE);
    }

    private SourceFacts(SourceChunk chunk, ColumnDescriptor output, int pages, Promotion promotion) {
        PrimitiveType from = chunk.column().getPrimitiveType();
        this.chunk = chunk;
        this.output = output;
        this.widening = promotion == Promotion.NONE ? null : Widening.of(promotion, from, output.getPrimitiveType());
        this.ordered = sameOrder(from, output.getPrimitiveType(), promotion);
        this.allNull = allNull(chunk);
        ColumnIndex columnIndex = chunk.columnIndex();
        this.index = columnIndex != null && columnIndex.getNullPages().size() == pages ? columnIndex : null;
        OffsetIndex offsetIndex = chunk.offsetIndex();
        this.offsets = offsetIndex != null && offsetIndex.getPageCount() == pages ? offsetIndex : null;
    }

    private static boolean sameOrder(PrimitiveType from, PrimitiveType to, Promotion promotion) {
        if (promotion != Promotion.NONE) {
            // Integers have one order; of floats there are two, which differ in zeros and NaN; INT96 has none.
            return from.getPrimitiveTypeName() != PrimitiveTypeName.INT96 && sameFloats(from, to);
        }
        return FloatOrder.isOfIeee(from)
                || (from.comparator().equals(to.comparator())
                        && from.columnOrder().equals(to.columnOrder()));
    }

    /** From IEEE's order there is a way to the other: Parquet's builder leaves NaN out and takes either zero for both. */
    private static boolean sameFloats(PrimitiveType from, PrimitiveType to) {
        boolean floats = from.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
                || from.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
        return !floats || from.columnOrder().equals(to.columnOrder()) || FloatOrder.isOfIeee(from);
    }

    private static boolean allNull(SourceChunk chunk) {
        Statistics<?> statistics = chunk.metadata().getStatistics();
        return statistics != null
                && statistics.isNumNullsSet()
                && !statistics.hasNonNullValue()
                && trusted(chunk)
                && statistics.getNumNulls() == chunk.metadata().getValueCount();
    }

    /** Old writers of other houses count the nulls of lists in a way of their own. */
    private static boolean trusted(SourceChunk chunk) {
        return chunk.column().getMaxRepetitionLevel() == 0 || chunk.columnIndex() != null;
    }

    /** Statistics of the whole chunk; null if there are none. */
    @Nullable Statistics<?> chunk() {
        Statistics<?> statistics = chunk.metadata().getStatistics();
        if (statistics == null || statistics.isEmpty()) {
            return null;
        }
        long nulls = statistics.isNumNullsSet() && trusted(chunk)
                ? statistics.getNumNulls()
                : chunk.column().getMaxDefinitionLevel() == 0 ? 0 : UNKNOWN;
        return said(nulls, statistics);
    }

    /** Rows of a page; empty if nothing but its levels says. */
    Optional<Long> rows(int ordinal, RawPage page) {
        if (chunk.column().getMaxRepetitionLevel() == 0) {
            return Optional.of((long) page.entries());
        }
        if (page.isV2()) {
            return Optional.of((long) page.header().getData_page_header_v2().getNum_rows());
        }
        return offsets == null
                ? Optional.empty()
                : Optional.of(offsets.getLastRowIndex(ordinal, chunk.rows()) - offsets.getFirstRowIndex(ordinal) + 1);
    }

    /** Nulls of a page, or {@link #UNKNOWN}. */
    long nulls(int ordinal, RawPage page) {
        if (chunk.column().getMaxDefinitionLevel() == 0) {
            return 0;
        }
        if (page.isV2()) {
            return page.header().getData_page_header_v2().getNum_nulls();
        }
        if (allNull) {
            return page.entries();
        }
        List<Long> counts = index == null ? null : index.getNullCounts();
        return counts == null || counts.isEmpty() ? UNKNOWN : counts.get(ordinal);
    }

    /** Facts of a page that is taken over with its levels. */
    PageFacts page(int ordinal, RawPage page, long rows) {
        long nulls = nulls(ordinal, page);
        return new PageFacts(rows, nulls < page.entries(), bounds(ordinal, nulls), sizes(ordinal));
    }

    /**
     * Nulls and bounds of a page. Without a column index the chunk's bounds hold for each of its pages.
     *
     * @param nulls null entries of the page
     */
    @Nullable Statistics<?> bounds(int ordinal, long nulls) {
        if (nulls == UNKNOWN || !ordered) {
            return null;
        }
        if (index == null) {
            Statistics<?> statistics = chunk.metadata().getStatistics();
            return statistics == null || !(statistics.hasNonNullValue() || allNull)
                    ? null
                    : withBounds(said(nulls, statistics), allNull);
        }
        Statistics.Builder builder = Statistics.getBuilderForReading(output.getPrimitiveType());
        builder.withNumNulls(nulls);
        List<Long> nans = index.getNanCounts();
        if (nans != null && !nans.isEmpty()) {
            builder.withNanCount(nans.get(ordinal));
        }
        if (!index.getNullPages().get(ordinal)) {
            builder.withMin(widened(bytes(index.getMinValues().get(ordinal))));
            builder.withMax(widened(bytes(index.getMaxValues().get(ordinal))));
        }
        return withBounds(builder.build(), index.getNullPages().get(ordinal));
    }

    /** Null if values have no bounds: all of them are NaN, which has no place in the order. */
    private static @Nullable Statistics<?> withBounds(Statistics<?> statistics, boolean onlyNulls) {
        return onlyNulls || statistics.hasNonNullValue() ? statistics : null;
    }

    private Statistics<?> said(long nulls, Statistics<?> statistics) {
        Statistics.Builder builder = Statistics.getBuilderForReading(output.getPrimitiveType());
        if (nulls != UNKNOWN) {
            builder.withNumNulls(nulls);
        }
        if (statistics.isNanCountSet()) {
            builder.withNanCount(statistics.getNanCount());
        }
        if (ordered && statistics.hasNonNullValue()) {
            builder.withMin(widened(statistics.getMinBytes()));
            builder.withMax(widened(statistics.getMaxBytes()));
        }
        return builder.build();
    }

    private byte[] widened(byte[] bound) {
        return widening == null ? bound : widening.widen(bound);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Level histograms and unencoded bytes of a page; null if the indexes do not have them. */
    private @Nullable SizeStatistics sizes(int ordinal) {
        if (index == null || offsets == null) {
            return null;
        }
        int repetitions = output.getMaxRepetitionLevel() + 1;
        int definitions = output.getMaxDefinitionLevel() + 1;
        List<Long> repetition = index.getRepetitionLevelHistogram();
        List<Long> definition = index.getDefinitionLevelHistogram();
        boolean text = output.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        Optional<Long> unencoded = offsets.getUnencodedByteArrayDataBytes(ordinal);
        if ((text && unencoded.isEmpty())
                || lacks(repetition, repetitions > 1, repetitions, ordinal)
                || lacks(definition, definitions > 2, definitions, ordinal)) {
            return null;
        }
        return new SizeStatistics(
                output.getPrimitiveType(),
                unencoded.orElse(0L),
                slice(repetition, repetitions, ordinal),
                slice(definition, definitions, ordinal));
    }

    private static boolean lacks(@Nullable List<Long> histogram, boolean wanted, int levels, int ordinal) {
        return (histogram == null || histogram.isEmpty()) ? wanted : histogram.size() < (ordinal + 1) * levels;
    }

    private static List<Long> slice(@Nullable List<Long> histogram, int levels, int ordinal) {
        return histogram == null || histogram.isEmpty()
                ? List.of()
                : List.copyOf(histogram.subList(ordinal * levels, (ordinal + 1) * levels));
    }
}
