/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** A connector that adds files of consecutive numbers to a partition, each by a rename. */
public final class NumberFiles {

    private static final Schema NUMBER =
            SchemaBuilder.record("Number").fields().requiredLong("id").endRecord();

    private final FileStore store;
    private final StorePath partition;
    private long next;

    public NumberFiles(FileStore store, StorePath partition) {
        this.store = store;
        this.partition = partition;
    }

    /** Adds a file of so many numbers, which go on where the last ones ended. */
    public void add(int rows) throws IOException {
        store.makeDirectories(partition);
        StorePath hidden = partition.child(".work-" + next);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        ParquetFiles.output(store, hidden))
                .withSchema(NUMBER)
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.CREATE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(4_096L)
                .build()) {
            for (int i = 0; i < rows; i++) {
                writer.write(
                        new GenericRecordBuilder(NUMBER).set("id", next + i).build());
            }
        }
        store.rename(hidden, partition.child(String.format("numbers+0+%010d+%010d.parquet", next, next + rows - 1)));
        next += rows;
    }

    /** Numbers added so far: 0 up to this one, exclusive. */
    public long count() {
        return next;
    }
}
