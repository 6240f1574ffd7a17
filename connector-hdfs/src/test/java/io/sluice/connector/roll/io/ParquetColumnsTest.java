/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.ColumnOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Floats of a file have the order that Hive and Spark know: with the other one Hive 4.1 cannot read the file. */
class ParquetColumnsTest {

    private static final Schema SCHEMA = SchemaBuilder.record("Reading")
            .fields()
            .requiredDouble("d")
            .optionalFloat("f")
            .endRecord();

    @TempDir
    private Path directory;

    @Test
    void floatsHaveTheOrderThatAllReadersKnow() throws IOException {
        LocalFileStore store = new LocalFileStore();
        StorePath file = new StorePath(directory.resolve("f.parquet").toString());
        GenericRecord record =
                new GenericRecordBuilder(SCHEMA).set("d", 1.5).set("f", 2.5f).build();
        AvroOutput encoded = new AvroOutput();
        AvroEncoder.of(SCHEMA).write(record, encoded);
        byte[] bytes = encoded.copy();
        try (ParquetRowWriter writer = ParquetRowWriter.create(
                ParquetFiles.output(store, file),
                SCHEMA,
                ParquetProperties.builder().build(),
                CompressionCodecName.SNAPPY,
                ParquetColumns.settings(),
                1 << 20,
                Map.of())) {
            writer.write(AvroInput.ofMany(bytes, 0, bytes.length));
            writer.complete();
        }

        try (ParquetFileReader reader = ParquetFileReader.open(
                ParquetFiles.input(store, store.status(file).orElseThrow()))) {
            assertThat(reader.getFileMetaData().getSchema().getColumns())
                    .hasSize(2)
                    .extracting(ColumnDescriptor::getPrimitiveType)
                    .allMatch(type -> type.columnOrder().equals(ColumnOrder.typeDefined()));
        }
    }
}
