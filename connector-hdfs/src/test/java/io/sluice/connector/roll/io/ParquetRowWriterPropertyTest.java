/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.RandomSchemas;
import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.RandomData;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That it writes what parquet-avro writes, of random records of random schemas. */
class ParquetRowWriterPropertyTest {

    private static final int SCHEMAS = Integer.getInteger("sluice.test.shredder.schemas", 80);
    private static final long FIRST_SEED = Long.getLong("sluice.test.shredder.seed", 20_261_129L);
    private static final Map<String, String> METADATA = Map.of("a", "1", "b", "2");

    @TempDir
    private Path temp;

    private final LocalFileStore store = new LocalFileStore();

    @FunctionalInterface
    private interface Comparison {
        void of(Path ours, Path theirs, Schema schema, String seed) throws IOException;
    }

    private void compare(long rowGroupBytes, Comparison comparison) throws IOException {
        int written = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            long seed = FIRST_SEED + i;
            Random random = new Random(seed);
            Schema schema = new RandomSchemas(random).record();
            if (hasColumns(schema)) {
                written++;
                // Once: Avro's random times are of no seed.
                List<GenericRecord> records = records(schema, random.nextInt(300), random);
                Path theirs = write(schema, records, seed, rowGroupBytes, false);
                Path ours = write(schema, records, seed, rowGroupBytes, true);
                comparison.of(
                        ours,
                        theirs,
                        schema,
                        "-Dsluice.test.shredder.schemas=1 -Dsluice.test.shredder.seed=" + seed + ": " + schema);
            }
        }
        assertThat(written).as("schemas that Parquet has columns for").isGreaterThan(SCHEMAS / 2);
    }

    @Test
    void theBytesAreThoseOfParquetAvro() throws IOException {
        compare(
                128L << 20,
                (ours, theirs, schema, seed) -> assertThat(
                                Arrays.mismatch(Files.readAllBytes(ours), Files.readAllBytes(theirs)))
                        .as("the first byte that differs, %s", seed)
                        .isEqualTo(-1));
    }

    /** Parquet's own writer keeps some nulls back, and may find a row group full some rows later. */
    @Test
    void theRowsAreThoseOfParquetAvroInManyRowGroups() throws IOException {
        compare(
                1024,
                (ours, theirs, schema, seed) -> assertThat(rows(ours)).as(seed).isEqualTo(rows(theirs)));
    }

    private List<String> rows(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        ParquetFiles.input(store, new StorePath(file.toString())))
                .withDataModel(GenericData.get())
                .withConf(new PlainParquetConfiguration())
                .build()) {
            for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static boolean hasColumns(Schema schema) {
        try {
            ParquetColumns.require(schema);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Path write(Schema schema, List<GenericRecord> records, long seed, long rowGroupBytes, boolean ours)
            throws IOException {
        Random random = new Random(seed);
        int pageBytes = 64 << random.nextInt(8);
        int atLeast = random.nextBoolean() ? 1 : 100;
        WriterVersion version = random.nextInt(4) == 0 ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0;
        CompressionCodecName codec =
                random.nextBoolean() ? CompressionCodecName.SNAPPY : CompressionCodecName.UNCOMPRESSED;
        boolean dictionary = random.nextInt(4) > 0;
        boolean bloom = random.nextInt(4) == 0;
        Path file = temp.resolve(seed + "-" + rowGroupBytes + (ours ? "-ours" : "-theirs"));
        var out = ParquetFiles.output(store, new StorePath(file.toString()));
        if (ours) {
            ParquetProperties properties = ParquetProperties.builder()
                    .withWriterVersion(version)
                    .withPageSize(pageBytes)
                    .withMinRowCountForPageSizeCheck(atLeast)
                    .withDictionaryEncoding(dictionary)
                    .withAdaptiveBloomFilterEnabled(true)
                    .withMaxBloomFilterBytes(1024)
                    .withBloomFilterEnabled("f0", bloom)
                    .build();
            AvroInput in = encoded(schema, records);
            try (ParquetRowWriter writer = ParquetRowWriter.create(
                    out, schema, properties, codec, ParquetColumns.settings(), rowGroupBytes, METADATA)) {
                for (int i = 0; i < records.size(); i++) {
                    writer.write(in);
                }
                writer.complete();
            }
            assertThat(in.remaining()).isZero();
        } else {
            try (ParquetWriter<GenericRecord> writer = new Theirs(out, schema)
                    .withConf(ParquetColumns.settings())
                    .withWriteMode(ParquetFileWriter.Mode.CREATE)
                    .withWriterVersion(version)
                    .withCompressionCodec(codec)
                    .withRowGroupSize(rowGroupBytes)
                    .withPageSize(pageBytes)
                    .withMinRowCountForPageSizeCheck(atLeast)
                    .withDictionaryEncoding(dictionary)
                    .withAdaptiveBloomFilterEnabled(true)
                    .withMaxBloomFilterBytes(1024)
                    .withBloomFilterEnabled("f0", bloom)
                    .withExtraMetaData(METADATA)
                    .build()) {
                for (GenericRecord record : records) {
                    writer.write(record);
                }
            }
        }
        return file;
    }

    /** What parquet-avro's own builder makes, but for the order of floating-point columns. */
    private static final class Theirs extends ParquetWriter.Builder<GenericRecord, Theirs> {

        private final Schema schema;

        Theirs(OutputFile out, Schema schema) {
            super(out);
            this.schema = schema;
        }

        @Override
        protected Theirs self() {
            return this;
        }

        @Deprecated
        @Override
        protected WriteSupport<GenericRecord> getWriteSupport(Configuration conf) {
            return new AvroWriteSupport<>(ParquetColumns.of(schema), schema, GenericData.get());
        }

        @Override
        protected WriteSupport<GenericRecord> getWriteSupport(ParquetConfiguration conf) {
            return new AvroWriteSupport<>(ParquetColumns.of(schema), schema, GenericData.get());
        }
    }

    /** Few different ones, so that dictionaries pay, or as many as there are. */
    private static List<GenericRecord> records(Schema schema, int count, Random random) {
        int different = random.nextBoolean() ? 1 + random.nextInt(10) : count;
        List<GenericRecord> pool = new ArrayList<>();
        for (Object record : new RandomData(schema, Math.min(count, different), random.nextLong())) {
            pool.add((GenericRecord) record);
        }
        List<GenericRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(pool.get(i % pool.size()));
        }
        return records;
    }

    private static AvroInput encoded(Schema schema, List<GenericRecord> records) {
        AvroOutput out = new AvroOutput();
        AvroEncoder encoder = AvroEncoder.of(schema);
        records.forEach(record -> encoder.write(record, out));
        byte[] bytes = out.copy();
        return AvroInput.ofMany(bytes, 0, bytes.length);
    }
}
