/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.mapping.ColumnSource.Copied;
import io.sluice.compactor.merge.mapping.ColumnSource.Filled;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** The rows of a merge's inputs, in their order. Holds one row group at a time, as it is on disk. */
final class InputRows {

    private final FileStore store;
    private final MergeSpec spec;
    private final Set<String> bloomFilters = new HashSet<>();

    InputRows(FileStore store, MergeSpec spec) {
        this.store = store;
        this.spec = spec;
    }

    /** Paths of the columns of which one of the inputs that were read has a bloom filter. */
    Set<String> bloomFilters() {
        return bloomFilters;
    }

    /** Hands all rows on, as the output's schema sees them. */
    void read(RowSink sink, ColumnarMerge.Progress progress) throws IOException {
        List<Integer> all =
                IntStream.range(0, spec.schema().getColumns().size()).boxed().toList();
        read(all, sink, progress);
    }

    /**
     * Hands some columns of all rows on.
     *
     * @param leaves their numbers, in the order that they shall have
     */
    void read(List<Integer> leaves, RowSink sink, ColumnarMerge.Progress progress) throws IOException {
        for (MergeInput input : spec.inputs()) {
            List<MappedColumn> mapping =
                    ColumnMapping.of(input.schema(), spec.schema(), spec.avro()).columns();
            List<MappedColumn> columns = leaves.stream().map(mapping::get).toList();
            long rows = 0;
            try (JoinedFiles file = open(input)) {
                ParquetMetadata footer = footer(file, input);
                for (int ordinal = 0; ordinal < footer.getBlocks().size(); ordinal++) {
                    BlockMetaData block = footer.getBlocks().get(ordinal);
                    rows += block.getRowCount();
                    findBloomFilters(block, columns);
                    if (block.getRowCount() > 0) {
                        read(load(file, footer, ordinal, columns), columns, sink);
                    }
                    progress.merged(input.rowGroupBytes().get(ordinal));
                }
            }
            if (rows != input.rows()) {
                throw CorruptInputException.in(
                        input.path(),
                        new IOException(input.path() + " has " + rows + " rows, planned were " + input.rows()));
            }
        }
    }

    private JoinedFiles open(MergeInput input) throws IOException {
        return blaming(input.path(), () -> JoinedFiles.open(store, List.of(input.path())));
    }

    private static ParquetMetadata footer(JoinedFiles file, MergeInput input) throws IOException {
        return blaming(input.path(), () -> {
            ParquetMetadata footer = ParquetReading.footer(file);
            input.requireSame(footer);
            return footer;
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T run() throws IOException;
    }

    /** What fails while a file is read is the file's fault, and not that of the disk that rows are sorted on. */
    private static <T> T blaming(StorePath file, Reading<T> reading) throws IOException {
        try {
            return reading.run();
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw CorruptInputException.in(file, e);
        }
    }

    private static void read(LoadedRowGroup loaded, List<MappedColumn> columns, RowSink sink) throws IOException {
        try (loaded) {
            RowReader.read(loaded, columns, sink);
        }
    }

    private static LoadedRowGroup load(
            JoinedFiles file, ParquetMetadata footer, int ordinal, List<MappedColumn> columns) throws IOException {
        Set<ColumnPath> paths = new HashSet<>();
        for (MappedColumn column : columns) {
            @Nullable ColumnDescriptor from = from(column.source());
            if (from != null) {
                paths.add(ColumnPath.get(from.getPath()));
            }
        }
        return blaming(
                new StorePath(file.toString()),
                () -> LoadedRowGroup.load(file, footer, ordinal, chunk -> paths.contains(chunk.getPath())));
    }

    private static @Nullable ColumnDescriptor from(ColumnSource source) {
        return source instanceof Copied copied ? copied.from() : ((Filled) source).driver();
    }

    private void findBloomFilters(BlockMetaData block, List<MappedColumn> columns) {
        Set<ColumnPath> with = new HashSet<>();
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            if (chunk.getBloomFilterOffset() >= 0) {
                with.add(chunk.getPath());
            }
        }
        for (MappedColumn column : columns) {
            if (column.source() instanceof Copied copied
                    && with.contains(ColumnPath.get(copied.from().getPath()))) {
                bloomFilters.add(RowLayout.path(column.to()));
            }
        }
    }
}
