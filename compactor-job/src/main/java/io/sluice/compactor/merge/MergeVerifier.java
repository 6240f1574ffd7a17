/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.ColumnMapping.MappedColumn;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/** Reads a merged file back before it replaces anything: what is not there to the last value is not committed. */
public final class MergeVerifier {

    private MergeVerifier() {}

    /** A merged file does not read back as what was merged. It is to be thrown away; the inputs are untouched. */
    public static final class UnfaithfulMergeException extends IOException {
        UnfaithfulMergeException(String message) {
            super(message);
        }
    }

    /**
     * Reads every column of the file that {@code files} are when joined, and compares rows, entries, nulls and checksums.
     *
     * @throws UnfaithfulMergeException at the first difference, naming the column
     */
    public static void verify(FileStore store, List<StorePath> files, MergeSpec spec, MergedRowGroups merged)
            throws IOException {
        try (JoinedFiles file = JoinedFiles.open(store, files)) {
            ParquetMetadata footer = ParquetReading.footer(file);
            if (!footer.getFileMetaData().getSchema().equals(spec.schema())) {
                throw new UnfaithfulMergeException(file + " has another schema than was merged: "
                        + footer.getFileMetaData().getSchema());
            }
            Map<String, ColumnSum> found = sums(file, footer, spec.schema());
            for (Map.Entry<String, ColumnSum> column : merged.columns().entrySet()) {
                if (!column.getValue().equals(found.get(column.getKey()))) {
                    throw new UnfaithfulMergeException(file + ": column '" + column.getKey() + "' reads back as "
                            + found.get(column.getKey()) + ", merged were " + column.getValue());
                }
            }
        }
    }

    /** What the columns of a file hold, by dotted path. */
    static Map<String, ColumnSum> sums(JoinedFiles file, ParquetMetadata footer, MessageType schema)
            throws IOException {
        List<MappedColumn> columns =
                ColumnMapping.of(schema, schema, Optional.empty()).columns();
        List<ColumnChecksum> sums = new ArrayList<>();
        columns.forEach(c -> sums.add(new ColumnChecksum()));
        for (int ordinal = 0; ordinal < footer.getBlocks().size(); ordinal++) {
            try (LoadedRowGroup rowGroup = LoadedRowGroup.load(file, footer, ordinal)) {
                for (int i = 0; i < columns.size(); i++) {
                    SummedEntries entries = new SummedEntries(sums.get(i));
                    ColumnPass.run(new ChunkSource(rowGroup, columns.get(i).source()), entries);
                    if (entries.rows() != rowGroup.rows()) {
                        throw new UnfaithfulMergeException(file + ": column '"
                                + String.join(".", columns.get(i).to().getPath()) + "' has " + entries.rows()
                                + " of " + rowGroup.rows() + " rows in row group " + ordinal);
                    }
                }
            }
        }
        Map<String, ColumnSum> byPath = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byPath.put(
                    String.join(".", columns.get(i).to().getPath()), sums.get(i).sum());
        }
        return byPath;
    }
}
