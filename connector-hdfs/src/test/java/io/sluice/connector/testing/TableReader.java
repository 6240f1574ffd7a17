/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;

/** Reads a table as a query engine does: every visible file below its root. */
public record TableReader(FileStore store, StorePath root) {

    /** A record and the file it is in. */
    public record Row(StorePath file, GenericRecord value) {}

    public List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (StorePath file : files()) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            ParquetFiles.input(store, file), new PlainParquetConfiguration())
                    .build()) {
                for (GenericRecord value = reader.read(); value != null; value = reader.read()) {
                    rows.add(new Row(file, value));
                }
            }
        }
        return rows;
    }

    /** The visible files. */
    public List<StorePath> files() throws IOException {
        List<StorePath> files = new ArrayList<>();
        collect(root, false, files);
        return files;
    }

    /** All files, hidden ones too, below a directory. */
    public List<StorePath> allFiles(StorePath directory) throws IOException {
        List<StorePath> files = new ArrayList<>();
        collect(directory, true, files);
        return files;
    }

    private void collect(StorePath directory, boolean hidden, List<StorePath> files) throws IOException {
        for (FileEntry entry : store.list(directory)) {
            if (entry.path().hidden() && !hidden) {
                continue;
            }
            if (entry.directory()) {
                collect(entry.path(), hidden, files);
            } else {
                files.add(entry.path());
            }
        }
    }
}
