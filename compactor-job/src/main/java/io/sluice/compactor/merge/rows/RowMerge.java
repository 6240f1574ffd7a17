/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.BloomFilters;
import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.MergeWays;
import io.sluice.compactor.merge.MergedRowGroups;
import io.sluice.compactor.merge.output.MergedFooter;
import io.sluice.compactor.merge.rows.RowOrder.Linear;
import io.sluice.compactor.merge.rows.RowOrder.ZOrder;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.format.SortingColumn;

/**
 * Writes the rows of many files into one file in another order, or without those that have a later one of the same key.
 *
 * <p>Memory: one row group of an input as it is on disk, what {@link SortSpace} allows for rows that are being sorted, and
 * a row group of the output. One merge at a time; not thread-safe.
 */
public final class RowMerge {

    private final MergeSpec spec;
    private final Rewrite rewrite;
    private final RowLayout layout;
    private final InputRows inputs;
    private final ColumnarMerge.Progress progress;
    private final RowSum.Builder read = new RowSum.Builder();

    private RowMerge(FileStore store, MergeSpec spec, ColumnarMerge.Progress progress) {
        this.spec = spec;
        this.rewrite = spec.options().rewrite();
        this.layout = new RowLayout(spec.schema());
        this.inputs = new InputRows(store, spec);
        this.progress = progress;
    }

    /**
     * What was written.
     *
     * @param expected sum of the rows that should be in it: those of the inputs without the removed ones
     * @param order in which they should be
     */
    public record Result(MergedRowGroups merged, RowSum expected, RowSum removed, Order order) {

        public long removedRows() {
            return removed.rows();
        }
    }

    /**
     * An order to be checked.
     *
     * @param strictly whether no two rows have the same key
     */
    record Order(RowKeys keys, boolean strictly) {}

    /**
     * Writes the row groups to {@code front}, from its beginning, and leaves it open: the footer is the caller's.
     *
     * @throws io.sluice.compactor.merge.input.CorruptInputException if an input cannot be read to its end
     */
    public static Result run(FileStore store, MergeSpec spec, DurableOutput front, ColumnarMerge.Progress progress)
            throws IOException {
        return new RowMerge(store, spec, progress).run(front);
    }

    /** Rows that wait to be written. */
    @FunctionalInterface
    private interface Waiting {
        /** Hands all on, and returns the sum of those that were left out. */
        RowSum drainTo(RowSink sink) throws IOException;
    }

    private Result run(DurableOutput front) throws IOException {
        Optional<RowKeys> order =
                rewrite.order().isPresent() ? Optional.of(keys(rewrite.order().get())) : Optional.empty();
        if (rewrite.deduplication().isPresent()) {
            return withoutDuplicates(rewrite.deduplication().get(), order, front);
        }
        RowKeys keys = order.orElseThrow();
        try (RowSort sort = new RowSort(layout, keys, rewrite.space())) {
            readInto(sort);
            return write(
                    sink -> {
                        sort.drainTo(sink);
                        return RowSum.NONE;
                    },
                    front,
                    new Order(keys, false));
        }
    }

    private Result withoutDuplicates(Deduplication deduplication, Optional<RowKeys> order, DurableOutput front)
            throws IOException {
        RowKeys keys = RowKeys.of(layout, ascending(deduplication.keys()));
        List<String> latestLast = new ArrayList<>(deduplication.keys());
        deduplication.latestBy().filter(c -> !latestLast.contains(c)).ifPresent(latestLast::add);
        SortSpace space = order.isPresent() ? rewrite.space().half() : rewrite.space();
        try (RowSort byKey = new RowSort(layout, RowKeys.of(layout, ascending(latestLast)), space)) {
            readInto(byKey);
            Waiting unique = sink -> {
                LatestOfKey latest = new LatestOfKey(layout, keys, sink);
                byKey.drainTo(latest);
                latest.finish();
                return latest.removed();
            };
            if (order.isEmpty()) {
                return write(unique, front, new Order(keys, true));
            }
            try (RowSort again = new RowSort(layout, order.get(), space)) {
                RowSum removed = unique.drainTo(again);
                byKey.close();
                return write(
                        sink -> {
                            again.drainTo(sink);
                            return removed;
                        },
                        front,
                        new Order(order.get(), false));
            }
        }
    }

    private void readInto(RowSort sort) throws IOException {
        inputs.read(
                (bytes, offset, length) -> {
                    read.add(bytes, offset, length);
                    sort.add(bytes, offset, length);
                },
                progress);
    }

    private RowKeys keys(RowOrder order) throws IOException {
        if (order instanceof Linear) {
            return RowKeys.of(layout, order.columns());
        }
        List<Integer> leaves =
                order.columns().stream().map(c -> layout.leaf(c.path())).toList();
        RowLayout narrow = new RowLayout(leaves.stream().map(layout::column).toList());
        ZRanks.Sampling sampling = new ZRanks.Sampling(narrow, ((ZOrder) order).columns());
        inputs.read(leaves, sampling, bytes -> {});
        return sampling.keys(layout);
    }

    private static List<SortColumn> ascending(List<String> paths) {
        return paths.stream().map(SortColumn::ascending).toList();
    }

    private Result write(Waiting rows, DurableOutput front, Order order) throws IOException {
        Set<String> filters = spec.bloomFilters() == BloomFilters.REBUILD ? inputs.bloomFilters() : Set.of();
        try (RowsWriter writer =
                new RowsWriter(front, spec.schema(), spec.codec(), spec.rowGroupBytes(), sorting(), filters)) {
            RowSum removed = rows.drainTo(writer);
            RowSum expected = read.sum().minus(removed);
            MergedFooter footer = writer.finish(spec.keyValues());
            if (footer.rows() != expected.rows()) {
                throw new IOException("wrote " + footer.rows() + " rows of " + expected.rows());
            }
            MergedRowGroups merged =
                    new MergedRowGroups(footer, footer.rowGroupsEnd(), footer.rows(), Map.of(), new MergeWays());
            return new Result(merged, expected, removed, order);
        }
    }

    /** What row groups say of their order: as far as readers agree on it, which of a curve and of INT96 they do not. */
    private List<SortingColumn> sorting() {
        List<SortColumn> columns = rewrite.order()
                .map(o -> o instanceof Linear linear ? linear.columns() : List.<SortColumn>of())
                .orElseGet(() -> ascending(rewrite.deduplication().orElseThrow().keys()));
        List<SortingColumn> sorting = new ArrayList<>();
        for (SortColumn column : columns) {
            int leaf = layout.leaf(column.path());
            if (ValueOrder.of(layout.column(leaf)) == ValueOrder.INT96) {
                break;
            }
            sorting.add(new SortingColumn(leaf, column.descending(), column.nullsFirst()));
        }
        return sorting;
    }
}
