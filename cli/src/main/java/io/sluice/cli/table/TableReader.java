/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Reads a table as any query engine would: every visible file below its root, nothing else; no manifest, no
 * metadata of ours. Not thread-safe.
 */
public final class TableReader {

    private final FileStore store;
    private final StorePath root;
    private final ParquetReadOptions options =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    public TableReader(FileStore store, StorePath root) {
        this.store = store;
        this.root = root;
    }

    /** Takes rows one after the other. */
    @FunctionalInterface
    public interface RowConsumer {
        /**
         * Takes a row.
         *
         * @return false to read no further
         */
        boolean accept(GenericRecord row, StorePath file);
    }

    /** The visible data files, ordered by path. */
    private List<FileEntry> entries() throws IOException {
        List<FileEntry> files = new ArrayList<>();
        Deque<StorePath> directories = new ArrayDeque<>(List.of(root));
        while (!directories.isEmpty()) {
            for (FileEntry entry : store.list(directories.pop())) {
                if (entry.path().hidden()) {
                    continue;
                }
                if (entry.directory()) {
                    directories.push(entry.path());
                } else {
                    files.add(entry);
                }
            }
        }
        files.sort(Comparator.comparing(FileEntry::path));
        return files;
    }

    /** The data files with what their footers say. */
    public List<TableFile> files() throws IOException {
        List<TableFile> files = new ArrayList<>();
        for (FileEntry file : entries()) {
            files.add(AvroFiles.is(file) ? AvroFiles.describe(store, file) : describe(file));
        }
        return files;
    }

    private TableFile describe(FileEntry file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, file), options)) {
            ParquetMetadata footer = reader.getFooter();
            Map<String, String> keys = footer.getFileMetaData().getKeyValueMetaData();
            return new TableFile(
                    file.path(),
                    reader.getRecordCount(),
                    file.bytes(),
                    footer.getBlocks().size(),
                    keys.getOrDefault(FooterKeys.SCHEMA_VERSION, "-"));
        }
    }

    /** Reads all rows, in the order of the files. */
    public void rows(RowConsumer consumer) throws IOException {
        GenericData plain = new GenericData();
        PlainParquetConfiguration conf = new PlainParquetConfiguration();
        conf.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
        for (FileEntry file : entries()) {
            if (AvroFiles.is(file)) {
                if (!AvroFiles.rows(store, file, consumer)) {
                    return;
                }
                continue;
            }
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            ParquetFiles.input(store, file), conf)
                    .withDataModel(plain)
                    .build()) {
                for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                    if (!consumer.accept(row, file.path())) {
                        return;
                    }
                }
            }
        }
    }
}
