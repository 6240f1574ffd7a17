/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * Any schema, any records, in files of any writer's settings: pages of both versions, codecs, with dictionaries, without
 * and with some of both, small pages and large ones, with page indexes and without. The merged file has the records of
 * its inputs in their order, as parquet-avro reads it, and agrees with itself.
 */
class SplicePropertyTest {

    private static final int TRAILER_BYTES = 8;
    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.SNAPPY,
        CompressionCodecName.UNCOMPRESSED,
        CompressionCodecName.ZSTD,
        CompressionCodecName.GZIP
    };

    private final List<Path> directories = new ArrayList<>();

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void mergedFileHasTheRecordsOfItsInputs(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Schema schema = new RandomSchemas(seed).record();
        RandomRecords records = new RandomRecords(seed);
        Path directory = Files.createTempDirectory("splice");
        directories.add(directory);
        LocalFileStore store = new LocalFileStore();
        List<Object> expected = new ArrayList<>();
        boolean oneCodec = random.nextBoolean();
        CompressionCodecName codec = CODECS[random.nextInt(CODECS.length)];
        int files = 2 + random.nextInt(4);
        for (int i = 0; i < files; i++) {
            List<GenericRecord> some = records.records(schema, random.nextInt(400));
            expected.addAll(RandomRecords.plain(some));
            Path file = directory.resolve("f" + i + ".parquet");
            write(file, schema, some, random, oneCodec ? codec : CODECS[random.nextInt(CODECS.length)]);
            if (random.nextInt(3) == 0) {
                stripPageIndexes(file);
            }
        }
        StorePath root = new StorePath(directory.toString());

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults()
                        .withRenames(true)
                        .withRowGroupBytes(random.nextInt(4) == 0 ? 20_000 : 128 << 20),
                store,
                root,
                CompactionListener.NONE);

        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
        List<FileEntry> merged = new TestTable(store, root).files();
        assertThat(merged).hasSize(1);
        assertThat(FileValidator.validate(store, List.of(merged.get(0).path()))).isEmpty();
        List<Object> found = RandomRecords.plain(TestTable.read(store, merged.get(0)));
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("row %d", i).isEqualTo(expected.get(i));
        }
    }

    private static void write(
            Path file, Schema schema, List<GenericRecord> records, Random random, CompressionCodecName codec)
            throws IOException {
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        // A dictionary this small is given up half way: then a chunk has ids and plain values.
        int dictionaryBytes = random.nextBoolean() ? 1 << 20 : 100;
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withConf(lists)
                .withCompressionCodec(codec)
                .withWriterVersion(random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withDictionaryEncoding(random.nextInt(4) != 0)
                .withDictionaryPageSize(dictionaryBytes)
                .withMinRowCountForPageSizeCheck(5)
                .withPageSize(random.nextBoolean() ? 200 : 1 << 20)
                .withPageRowCountLimit(random.nextBoolean() ? 50 : 20_000)
                .withRowGroupSize(random.nextInt(3) == 0 ? 2_000L : 128L << 20)
                .withPageWriteChecksumEnabled(random.nextBoolean())
                .build()) {
            for (GenericRecord record : records) {
                writer.write(record);
            }
        }
    }

    /** Makes of it the file of a writer that knows no page indexes. */
    private static void stripPageIndexes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int footerBytes = ByteBuffer.wrap(bytes, bytes.length - TRAILER_BYTES, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = bytes.length - TRAILER_BYTES - footerBytes;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, footerBytes));
        for (RowGroup rowGroup : footer.getRow_groups()) {
            for (ColumnChunk chunk : rowGroup.getColumns()) {
                chunk.setColumn_index_offsetIsSet(false);
                chunk.setColumn_index_lengthIsSet(false);
                chunk.setOffset_index_offsetIsSet(false);
                chunk.setOffset_index_lengthIsSet(false);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Arrays.copyOf(bytes, start));
        Util.writeFileMetaData(footer, out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(out.size() - start)
                .array());
        out.write("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Files.write(file, out.toByteArray());
    }

    @AfterProperty
    void removeFiles() throws IOException {
        for (Path directory : directories) {
            TestTable.delete(directory);
        }
        directories.clear();
    }
}
