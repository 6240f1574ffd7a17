/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.compact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** Writes files of any number of columns: of four, one is a long, one a double, one a string of few and one of many values. */
public final class WideFiles {

    private static final int KINDS = 4;

    private WideFiles() {}

    /** {@code WideFiles DIRECTORY FILES ROWS_PER_FILE COLUMNS}. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        int files = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        Schema schema = schema(Integer.parseInt(args[3]));
        for (int file = 0; file < files; file++) {
            Random random = new Random(file);
            try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                            new LocalOutputFile(directory.resolve(String.format("wide+0+%012d.parquet", file))))
                    .withSchema(schema)
                    .withDataModel(GenericData.get())
                    .withConf(new PlainParquetConfiguration())
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .build()) {
                for (int row = 0; row < rows; row++) {
                    writer.write(record(schema, random));
                }
            }
        }
    }

    private static Schema schema(int columns) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Wide").fields();
        for (int column = 0; column < columns; column++) {
            String name = "c" + column;
            fields = switch (column % KINDS) {
                case 0 -> fields.optionalLong(name);
                case 1 -> fields.requiredDouble(name);
                default -> fields.requiredString(name);
            };
        }
        return fields.endRecord();
    }

    private static GenericRecord record(Schema schema, Random random) {
        GenericRecord record = new GenericData.Record(schema);
        for (int column = 0; column < schema.getFields().size(); column++) {
            record.put(
                    column,
                    switch (column % KINDS) {
                        case 0 -> random.nextInt(10) == 0 ? null : (Object) random.nextLong();
                        case 1 -> random.nextInt(1_000) / 8.0;
                        case 2 -> "kind-" + random.nextInt(200);
                        default -> Long.toString(random.nextLong(), 36);
                    });
        }
        return record;
    }
}
