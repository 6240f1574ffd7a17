/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.verify.ColumnFacts.OfPage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Holds statistics, size statistics and the column index of a chunk against its entries. Bounds may be wide, not wrong. */
final class StatisticsValidator {

    private final ColumnDescriptor column;
    private final Consumer<String> faults;

    StatisticsValidator(ColumnDescriptor column, Consumer<String> faults) {
        this.column = column;
        this.faults = faults;
    }

    void validate(SourceChunk chunk, List<OfPage> pages) {
        Statistics<?> said = chunk.metadata().getStatistics();
        if (said != null && !said.isEmpty()) {
            long nulls = pages.stream().mapToLong(p -> p.nulls).sum();
            if (said.isNumNullsSet() && said.getNumNulls() != nulls) {
                faults.accept("says " + said.getNumNulls() + " nulls, has " + nulls);
            }
            for (OfPage page : pages) {
                bounds("its statistics", said, page);
            }
        }
        SizeStatistics sizes = chunk.metadata().getSizeStatistics();
        if (sizes != null && sizes.isValid()) {
            sizes(sizes, pages);
        }
        if (chunk.columnIndex() != null) {
            columnIndex(chunk.columnIndex(), pages);
        }
    }

    private void sizes(SizeStatistics said, List<OfPage> pages) {
        long bytes = pages.stream().mapToLong(p -> p.bytes).sum();
        said.getUnencodedByteArrayDataBytes().ifPresent(u -> {
            if (u != bytes) {
                faults.accept("says " + u + " unencoded bytes, has " + bytes);
            }
        });
        histogram("repetition", said.getRepetitionLevelHistogram(), sum(pages, true));
        histogram("definition", said.getDefinitionLevelHistogram(), sum(pages, false));
    }

    private long[] sum(List<OfPage> pages, boolean repetition) {
        long[] sum = new long[(repetition ? column.getMaxRepetitionLevel() : column.getMaxDefinitionLevel()) + 1];
        for (OfPage page : pages) {
            long[] counts = repetition ? page.repetitions : page.definitions;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
            }
        }
        return sum;
    }

    private void histogram(String kind, @Nullable List<Long> said, long[] found) {
        if (said != null && !said.isEmpty() && !said.equals(list(found))) {
            faults.accept("says " + kind + " levels " + said + ", has " + list(found));
        }
    }

    private static List<Long> list(long[] counts) {
        List<Long> list = new ArrayList<>();
        for (long count : counts) {
            list.add(count);
        }
        return list;
    }

    private void columnIndex(ColumnIndex index, List<OfPage> pages) {
        if (index.getNullPages().size() != pages.size()) {
            faults.accept("says " + index.getNullPages().size() + " pages in its column index, has " + pages.size());
            return;
        }
        for (int i = 0; i < pages.size(); i++) {
            OfPage page = pages.get(i);
            List<Long> nulls = index.getNullCounts();
            if (nulls != null && !nulls.isEmpty() && nulls.get(i) != page.nulls) {
                faults.accept("says " + nulls.get(i) + " nulls in page " + i + ", has " + page.nulls);
            }
            if (index.getNullPages().get(i)) {
                if (page.nulls != page.entries) {
                    faults.accept("says that page " + i + " has only nulls, it has values");
                }
            } else {
                bounds("its column index", ofPage(index, i), page);
            }
            slice("repetition", index.getRepetitionLevelHistogram(), i, page.repetitions);
            slice("definition", index.getDefinitionLevelHistogram(), i, page.definitions);
        }
        order(index);
    }

    private void slice(String kind, @Nullable List<Long> all, int page, long[] found) {
        if (all != null && !all.isEmpty()) {
            histogram(
                    kind + " (page " + page + ")", all.subList(page * found.length, (page + 1) * found.length), found);
        }
    }

    private Statistics<?> ofPage(ColumnIndex index, int page) {
        return statistics(index.getMinValues().get(page), index.getMaxValues().get(page));
    }

    private Statistics<?> statistics(ByteBuffer min, ByteBuffer max) {
        PrimitiveType type = column.getPrimitiveType();
        return Statistics.getBuilderForReading(type)
                .withMin(bytes(min))
                .withMax(bytes(max))
                .withNumNulls(0)
                .build();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void bounds(String where, Statistics<?> said, OfPage page) {
        if (said.hasNonNullValue() && page.hasBounds() && outside(said, page.statistics)) {
            faults.accept(where + " says " + said.minAsString() + " to " + said.maxAsString() + ", there is "
                    + page.statistics.minAsString() + " to " + page.statistics.maxAsString());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Comparable<T>> boolean outside(Statistics<T> said, Statistics<?> found) {
        // Both are of the column's type.
        Statistics<T> of = (Statistics<T>) found;
        return said.compareMinToValue(of.genericGetMin()) > 0 || said.compareMaxToValue(of.genericGetMax()) < 0;
    }

    private void order(ColumnIndex index) {
        BoundaryOrder said = index.getBoundaryOrder();
        Statistics<?> last = null;
        for (int i = 0; i < index.getNullPages().size() && said != BoundaryOrder.UNORDERED; i++) {
            if (!index.getNullPages().get(i)) {
                Statistics<?> next = ofPage(index, i);
                if (last != null && last.hasNonNullValue() && next.hasNonNullValue() && !inOrder(last, next, said)) {
                    faults.accept("says its pages are " + said + ", page " + i + " is not");
                }
                last = next;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Comparable<T>> boolean inOrder(
            Statistics<T> first, Statistics<?> then, BoundaryOrder order) {
        Statistics<T> second = (Statistics<T>) then;
        int min = first.compareMinToValue(second.genericGetMin());
        int max = first.compareMaxToValue(second.genericGetMax());
        return order == BoundaryOrder.ASCENDING ? min <= 0 && max <= 0 : min >= 0 && max >= 0;
    }
}
