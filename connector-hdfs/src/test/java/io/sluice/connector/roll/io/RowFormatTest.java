/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.FileFormat;
import io.sluice.connector.config.FilesConfig;
import io.sluice.connector.config.ParquetConfig;
import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.DurableOutputFile;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is like, as its footer tells. */
class RowFormatTest {

    private static final int ROWS = 20_000;
    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredLong("id")
            .requiredString("token")
            .requiredString("level")
            .endRecord();

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();

    private StorePath write(FilesConfig config) throws IOException {
        StorePath file = new StorePath(
                directory + "/" + UUID.randomUUID() + "." + config.format().extension());
        DurableOutputFile out = ParquetFiles.output(store, file);
        AvroEncoder encoder = AvroEncoder.of(EVENT);
        AvroOutput encoded = new AvroOutput();
        try (RowWriter writer =
                RowFormat.of(config, new StickyDictionaries()).open(out, EVENT, ROWS, Map.of("sluice.test", "yes"))) {
            for (long id = 0; id < ROWS; id++) {
                encoded.clear();
                encoder.write(row(id), encoded);
                byte[] bytes = encoded.copy();
                writer.write(AvroInput.ofMany(bytes, 0, bytes.length));
            }
            writer.complete();
        }
        assertThat(out.bytes()).isEqualTo(store.status(file).orElseThrow().bytes());
        return file;
    }

    private static GenericRecord row(long id) {
        GenericRecord row = new GenericData.Record(EVENT);
        row.put("id", id);
        row.put(
                "token",
                UUID.nameUUIDFromBytes(Long.toString(id).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString());
        row.put("level", id % 3 == 0 ? "info" : "warn");
        return row;
    }

    private static FilesConfig parquet(
            CompressionCodecName codec, int level, boolean v2, boolean dictionary, String... bloom) {
        OptionalInt given = level < 0 ? OptionalInt.empty() : OptionalInt.of(level);
        ParquetConfig config = new ParquetConfig(codec, given, 128L << 20, 1 << 16, v2, dictionary, List.of(bloom), 1);
        return new FilesConfig(FileFormat.PARQUET, config, "null", 10);
    }

    private ParquetFileReader open(StorePath file) throws IOException {
        return ParquetFileReader.open(ParquetFiles.input(store, file));
    }

    private long bytes(FilesConfig config) throws IOException {
        return store.status(write(config)).orElseThrow().bytes();
    }

    @Test
    void filesAreMadeForReadersAndMerges() throws IOException {
        try (ParquetFileReader reader = open(write(parquet(CompressionCodecName.SNAPPY, -1, false, true)))) {
            assertThat(reader.getFileMetaData().getKeyValueMetaData()).containsEntry("sluice.test", "yes");
            assertThat(reader.getRowGroups()).hasSize(1);
            BlockMetaData group = reader.getRowGroups().get(0);
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                assertThat(chunk.getCodec()).isEqualTo(CompressionCodecName.SNAPPY);
                assertThat(chunk.getEncodingStats().usesV2Pages()).isFalse();
                assertThat(chunk.getBloomFilterOffset()).isEqualTo(-1);
                assertThat(reader.readColumnIndex(chunk)).as("column index").isNotNull();
                assertThat(reader.readOffsetIndex(chunk)).as("offset index").isNotNull();
                assertThat(chunk.getSizeStatistics()).as("statistics of sizes").isNotNull();
                assertThat(chunk.getSizeStatistics().isValid()).isTrue();
            }
            assertThat(chunk(group, "level").getEncodingStats().hasDictionaryPages())
                    .isTrue();
        }
    }

    private static ColumnChunkMetaData chunk(BlockMetaData group, String column) {
        return group.getColumns().stream()
                .filter(each -> each.getPath().toDotString().equals(column))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pagesOfVersion2AreAnOption() throws IOException {
        try (ParquetFileReader reader = open(write(parquet(CompressionCodecName.ZSTD, -1, true, false)))) {
            ColumnChunkMetaData id = chunk(reader.getRowGroups().get(0), "id");
            assertThat(id.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
            assertThat(id.getEncodingStats().usesV2Pages()).isTrue();
            assertThat(id.getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
        }
    }

    @Test
    void aDictionaryIsAnOption() throws IOException {
        try (ParquetFileReader reader = open(write(parquet(CompressionCodecName.SNAPPY, -1, false, false)))) {
            assertThat(chunk(reader.getRowGroups().get(0), "level")
                            .getEncodingStats()
                            .hasDictionaryPages())
                    .isFalse();
        }
    }

    @Test
    void aHigherLevelMakesSmallerFiles() throws IOException {
        assertThat(bytes(parquet(CompressionCodecName.ZSTD, 19, false, true)))
                .isLessThan(bytes(parquet(CompressionCodecName.ZSTD, 1, false, true)));
        assertThat(bytes(parquet(CompressionCodecName.GZIP, 9, false, true)))
                .isLessThan(bytes(parquet(CompressionCodecName.GZIP, 1, false, true)));
    }

    @Test
    void aBloomFilterKnowsWhatIsThere() throws IOException {
        FilesConfig config = parquet(CompressionCodecName.SNAPPY, -1, false, false, "token", "nosuch");
        try (ParquetFileReader reader = open(write(config))) {
            ColumnChunkMetaData token = chunk(reader.getRowGroups().get(0), "token");
            var filter = reader.readBloomFilter(token);
            assertThat(filter).isNotNull();
            for (long id = 0; id < ROWS; id++) {
                String value = row(id).get("token").toString();
                assertThat(filter.findHash(filter.hash(org.apache.parquet.io.api.Binary.fromString(value))))
                        .isTrue();
            }
            assertThat(filter.findHash(filter.hash(org.apache.parquet.io.api.Binary.fromString("none"))))
                    .isFalse();
            assertThat(filter.getBitsetSize()).as("of no more than it takes").isLessThan(1 << 17);
            assertThat(reader.readBloomFilter(chunk(reader.getRowGroups().get(0), "level")))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstandard"})
    void avroFilesHaveTheSameRows(String codec) throws IOException {
        FilesConfig config = new FilesConfig(
                FileFormat.AVRO,
                parquet(CompressionCodecName.SNAPPY, -1, false, true).parquet(),
                codec,
                10);
        List<GenericRecord> rows = new ArrayList<>();
        try (DataFileStream<GenericRecord> reader =
                new DataFileStream<>(store.open(write(config)), new GenericDatumReader<>())) {
            assertThat(reader.getMetaString("avro.codec")).isEqualTo(codec);
            assertThat(reader.getMetaString("sluice.test")).isEqualTo("yes");
            reader.forEach(rows::add);
        }
        assertThat(rows).hasSize(ROWS);
        assertThat(rows.get(7).toString()).isEqualTo(row(7).toString());
    }
}
