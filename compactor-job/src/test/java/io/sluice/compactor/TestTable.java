/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.OffsetRange;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.OffsetRanges;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Data files as the connector writes them, and a table as an independent reader, parquet-avro, reads it. */
public final class TestTable {

    private final FileStore store;
    private final StorePath root;

    public TestTable(FileStore store, StorePath root) {
        this.store = store;
        this.root = root;
    }

    public StorePath root() {
        return root;
    }

    /** Writes a file of records, named and annotated for offsets {@code first} and up; appears by a rename. */
    public StorePath add(String partition, long first, Schema schema, List<GenericRecord> records) throws IOException {
        StorePath leaf = root.child(partition);
        store.makeDirectories(leaf);
        long last = first + records.size() - 1;
        String topic = root.name();
        StorePath work = leaf.child(".work-" + first);
        StorePath visible = leaf.child(String.format("%s+0+%010d+%010d.parquet", topic, first, last));
        write(
                store,
                work,
                schema,
                records,
                Map.of(
                        FooterKeys.OFFSET_RANGES,
                        OffsetRanges.toJson(List.of(new OffsetRange(topic, 0, first, last, records.size())))));
        store.rename(work, visible);
        return visible;
    }

    public static void write(
            FileStore store, StorePath file, Schema schema, List<GenericRecord> records, Map<String, String> keyValues)
            throws IOException {
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        ParquetFiles.output(store, file))
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withConf(lists)
                .withWriteMode(ParquetFileWriter.Mode.CREATE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withPageRowCountLimit(100)
                .withExtraMetaData(keyValues)
                .build()) {
            for (GenericRecord record : records) {
                writer.write(record);
            }
        }
    }

    /** Records of a file, in order. */
    public static List<GenericRecord> read(FileStore store, StorePath file) throws IOException {
        return read(store, store.status(file).orElseThrow());
    }

    public static List<GenericRecord> read(FileStore store, FileEntry file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean("parquet.avro.add-list-element-records", false);
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        ParquetFiles.input(store, file), lists)
                .withDataModel(GenericData.get())
                .build()) {
            for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                records.add(record);
            }
        }
        return records;
    }

    /** Records of a file as it was listed, in order. */
    public List<GenericRecord> read(FileEntry file) throws IOException {
        return read(store, file);
    }

    /** Deletes a file that was listed; false if it is gone by now. */
    public boolean delete(FileEntry file) throws IOException {
        return store.delete(file.path());
    }

    /** Data files that readers see, in order. */
    public List<FileEntry> files() throws IOException {
        List<FileEntry> files = new ArrayList<>();
        collect(root, files);
        return files;
    }

    private void collect(StorePath directory, List<FileEntry> files) throws IOException {
        for (FileEntry entry : store.list(directory)) {
            if (entry.path().hidden()) {
                continue;
            }
            if (entry.directory()) {
                collect(entry.path(), files);
            } else {
                files.add(entry);
            }
        }
    }

    /** All records of the table, in the order of the listing. */
    public List<GenericRecord> read() throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        for (FileEntry file : files()) {
            records.addAll(read(store, file));
        }
        return records;
    }

    /** Removes a directory and all that is in it. */
    static void delete(java.nio.file.Path directory) throws IOException {
        try (var files = java.nio.file.Files.walk(directory)) {
            for (java.nio.file.Path file :
                    files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                java.nio.file.Files.delete(file);
            }
        }
    }
}
