/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.verify;

import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.MergedRowGroups;
import io.sluice.compactor.merge.encoding.ColumnSum;
import io.sluice.compactor.merge.input.ChunkSource;
import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.LoadedRowGroup;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Reads a merged file back before it replaces anything: what is not there to the last value is not committed. */
public final class MergeVerifier {

    private MergeVerifier() {}

    /** A merged file does not read back as what was merged. It is to be thrown away; the inputs are untouched. */
    public static final class UnfaithfulMergeException extends IOException {
        public UnfaithfulMergeException(String message) {
            super(message);
        }
    }

    /**
     * Reads the file that {@code files} are when joined, and compares its schema and rows, and entries, nulls and
     * checksum of each column of the row groups that were summed.
     *
     * @throws UnfaithfulMergeException at the first difference, naming the column
     */
    public static void verify(FileStore store, List<StorePath> files, MergeSpec spec, MergedRowGroups merged)
            throws IOException {
        try (JoinedFiles file = JoinedFiles.open(store, files);
                Codecs codecs = new Codecs()) {
            ParquetMetadata footer = ParquetReading.footer(file);
            if (!footer.getFileMetaData().getSchema().equals(spec.schema())) {
                throw new UnfaithfulMergeException(file + " has another schema than was merged: "
                        + footer.getFileMetaData().getSchema());
            }
            long rows = footer.getBlocks().stream()
                    .mapToLong(BlockMetaData::getRowCount)
                    .sum();
            if (rows != merged.rows()) {
                throw new UnfaithfulMergeException(file + " has " + rows + " rows, merged were " + merged.rows());
            }
            for (Map.Entry<Integer, Map<Integer, WrittenSum>> rowGroup :
                    merged.sums().entrySet()) {
                verify(file, footer, rowGroup.getKey(), rowGroup.getValue(), codecs);
            }
        }
    }

    private static void verify(
            JoinedFiles file, ParquetMetadata footer, int ordinal, Map<Integer, WrittenSum> sums, Codecs codecs)
            throws IOException {
        var schema = footer.getFileMetaData().getSchema();
        List<MappedColumn> columns =
                ColumnMapping.of(schema, schema, Optional.empty()).columns();
        Set<ColumnPath> summed = sums.keySet().stream()
                .map(i -> ColumnPath.get(columns.get(i).to().getPath()))
                .collect(Collectors.toSet());
        try (LoadedRowGroup rowGroup =
                LoadedRowGroup.load(file, footer, ordinal, chunk -> summed.contains(chunk.getPath()))) {
            for (Map.Entry<Integer, WrittenSum> sum : sums.entrySet()) {
                MappedColumn column = columns.get(sum.getKey());
                ChunkSource itself = new ChunkSource(rowGroup, column.source());
                WrittenSum merged = sum.getValue();
                ColumnSum found = ColumnSummer.of(List.of(itself), column.to(), merged.copies(), codecs);
                if (!merged.sum().equals(found)) {
                    throw new UnfaithfulMergeException(file + ": column '"
                            + String.join(".", column.to().getPath()) + "' of row group " + ordinal + " reads back as "
                            + found + ", merged were " + merged.sum());
                }
            }
        }
    }
}
