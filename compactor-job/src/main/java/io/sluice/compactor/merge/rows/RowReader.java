/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.ColumnPass;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/** The rows of one loaded row group, as the output's schema sees them. Holds a page of each column. */
final class RowReader {

    private final LoadedRowGroup rowGroup;
    private final List<ColumnDescriptor> columns = new ArrayList<>();
    private final List<ColumnPass> passes = new ArrayList<>();
    private final RowBytes row;

    private RowReader(LoadedRowGroup rowGroup, List<MappedColumn> mapped) throws IOException {
        this.rowGroup = rowGroup;
        this.row =
                new RowBytes(new RowLayout(mapped.stream().map(MappedColumn::to).toList()));
        for (MappedColumn column : mapped) {
            columns.add(column.to());
            passes.add(ColumnPass.open(new ChunkSource(rowGroup, column.source()), row));
        }
    }

    /**
     * Hands all rows of the row group on.
     *
     * @param columns all or some; the rows are laid out as {@link RowLayout} has it for them
     * @throws CorruptInputException if it cannot be decoded, or columns have not the rows that the footer promises
     */
    static void read(LoadedRowGroup rowGroup, List<MappedColumn> columns, RowSink sink) throws IOException {
        RowReader reader;
        try {
            reader = new RowReader(rowGroup, columns);
        } catch (IOException | RuntimeException e) {
            throw CorruptInputException.in(new StorePath(rowGroup.file()), e);
        }
        for (long left = rowGroup.rows(); left > 0; left--) {
            reader.next();
            sink.add(reader.row.array(), 0, reader.row.length());
        }
        reader.requireEnd();
    }

    private void next() throws IOException {
        row.clear();
        for (int leaf = 0; leaf < passes.size(); leaf++) {
            row.begin(leaf);
            if (!hasNext(leaf)) {
                throw wrongRows(leaf, "fewer");
            }
            row.end();
        }
    }

    private boolean hasNext(int leaf) throws IOException {
        try {
            return passes.get(leaf).nextRow();
        } catch (IOException | RuntimeException e) {
            // All of it is in memory: what fails here is the decoding.
            throw CorruptInputException.in(new StorePath(rowGroup.file()), e);
        }
    }

    private void requireEnd() throws IOException {
        for (int leaf = 0; leaf < passes.size(); leaf++) {
            row.clear();
            row.begin(leaf);
            if (hasNext(leaf)) {
                throw wrongRows(leaf, "more");
            }
        }
    }

    private IOException wrongRows(int leaf, String than) {
        return CorruptInputException.in(
                new StorePath(rowGroup.file()),
                new CorruptInputException(rowGroup.file() + ": column '" + RowLayout.path(columns.get(leaf)) + "' has "
                        + than + " rows than the footer promises, " + rowGroup.rows()));
    }
}
