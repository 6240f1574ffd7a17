/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.input.JoinedFiles;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.splice.Way;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.table.DurableOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way pages take, by what they are and what they have to become. */
class LadderTest {

    private static final int ROWS = 30_000;
    private static final Schema INT = record("{\"name\":\"v\",\"type\":\"int\"}");
    private static final Schema TEXT = record("{\"name\":\"v\",\"type\":\"string\"}");

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final List<MergeInput> inputs = new ArrayList<>();
    private int rows = ROWS;
    private boolean bloomFilters;

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    private void input(Schema schema, CompressionCodecName codec, IntFunction<Object> value) throws IOException {
        Path file = directory.resolve("in" + inputs.size() + ".parquet");
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withCompressionCodec(codec)
                .withBloomFilterEnabled("v", bloomFilters)
                .build()) {
            for (int i = 0; i < rows; i++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("v", value.apply(i));
                writer.write(record);
            }
        }
        StorePath path = new StorePath(file.toString());
        try (JoinedFiles opened = JoinedFiles.open(store, List.of(path))) {
            ParquetMetadata footer = ParquetReading.footer(opened);
            inputs.add(new MergeInput(
                    path,
                    footer.getFileMetaData().getSchema(),
                    footer.getBlocks().stream()
                            .map(BlockMetaData::getCompressedSize)
                            .toList(),
                    rows));
        }
    }

    private void input(Schema schema, IntFunction<Object> value) throws IOException {
        input(schema, CompressionCodecName.SNAPPY, value);
    }

    private Map<Way, Long> merge(Schema output) throws IOException {
        StorePath merged = new StorePath(directory.toString()).child("merged.parquet");
        MergeSpec spec = new MergeSpec(
                inputs,
                new AvroSchemaConverter().convert(output),
                Optional.of(output),
                Map.of(),
                CompressionCodecName.SNAPPY,
                MergeMethod.SPLICE,
                MergeOptions.DEFAULT);
        Map<Way, Long> ways;
        try (DurableOutput out = store.create(merged)) {
            MergedRowGroups result = ColumnarMerge.run(store, spec, out, bytes -> {});
            out.write(result.footer().inPlace());
            ways = result.ways().bytes();
        }
        assertThat(FileValidator.validate(store, List.of(merged))).isEmpty();
        return ways;
    }

    private BloomFilter bloomFilter() throws IOException {
        StorePath path = new StorePath(directory.toString()).child("merged.parquet");
        try (JoinedFiles file = JoinedFiles.open(store, List.of(path));
                ParquetFileReader reader = ParquetFileReader.open(file)) {
            return reader.readBloomFilter(
                    reader.getFooter().getBlocks().get(0).getColumns().get(0));
        }
    }

    private ColumnChunkMetaData merged(int column) throws IOException {
        StorePath path = new StorePath(directory.toString()).child("merged.parquet");
        try (JoinedFiles file = JoinedFiles.open(store, List.of(path))) {
            return ParquetReading.footer(file).getBlocks().get(0).getColumns().get(column);
        }
    }

    /** What the pages of the only column hold. */
    private List<String> kinds() throws IOException {
        StorePath path = new StorePath(directory.toString()).child("merged.parquet");
        List<String> kinds = new ArrayList<>();
        try (JoinedFiles file = JoinedFiles.open(store, List.of(path));
                ParquetFileReader reader = ParquetFileReader.open(file)) {
            PageReader pages = reader.readNextRowGroup()
                    .getPageReader(
                            reader.getFileMetaData().getSchema().getColumns().get(0));
            for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
                Encoding encoding = ((DataPageV1) page).getValueEncoding();
                kinds.add(encoding.usesDictionary() ? "ids" : encoding.name());
            }
        }
        return kinds;
    }

    @Test
    void pagesOfADictionaryThatIsAPrefixAreCopied() throws IOException {
        input(INT, i -> i % 100);
        input(INT, i -> i % 100);
        input(INT, i -> i % 150);

        assertThat(merge(INT)).containsOnlyKeys(Way.COPY);
        long sum = inputs.stream().mapToLong(i -> i.rowGroupBytes().get(0)).sum();
        assertThat(merged(0).getTotalSize()).isLessThanOrEqualTo(sum);
    }

    @Test
    void idsOfOtherDictionariesAreRenamed() throws IOException {
        input(TEXT, i -> "v" + i % 100);
        input(TEXT, i -> "v" + (100 - i % 100));

        assertThat(merge(TEXT)).containsOnlyKeys(Way.COPY, Way.REMAP);
        assertThat(merged(0).getEncodingStats().hasNonDictionaryEncodedPages()).isFalse();
    }

    @Test
    void valuesWithoutRoomInTheDictionaryGoInAsTheyAre() throws IOException {
        for (int file = 0; file < 8; file++) {
            String prefix = "a rather long value of file number " + file + " and in it number ";
            input(TEXT, i -> prefix + i % 9_000);
        }

        assertThat(merge(TEXT)).containsKeys(Way.COPY, Way.REMAP);
        assertThat(merged(0).getEncodings()).contains(Encoding.PLAIN);
    }

    @Test
    void fewValuesInFrontOfIdsGoIntoTheDictionary() throws IOException {
        rows = 20;
        input(TEXT, i -> "of its own " + i);
        rows = ROWS;
        input(TEXT, i -> "v" + i % 100);
        rows = 20;
        input(TEXT, i -> "and again " + i);

        assertThat(merge(TEXT)).containsOnlyKeys(Way.REMAP);
        assertThat(kinds()).containsExactly("ids", "ids", "ids", "PLAIN");
    }

    @Test
    void idsBehindManyValuesBecomeWhatTheyStandFor() throws IOException {
        input(TEXT, i -> "of its own " + i);
        input(TEXT, i -> "v" + i % 100);

        merge(TEXT);

        assertThat(kinds()).isNotEmpty().containsOnly("PLAIN");
        assertThat(merged(0).hasDictionaryPage()).isFalse();
    }

    @Test
    void nullsAreNeitherIdsNorValues() throws IOException {
        Schema nullable = record("{\"name\":\"v\",\"type\":[\"null\",\"string\"]}");
        input(nullable, i -> null);
        input(nullable, i -> "v" + i % 100);
        input(nullable, i -> null);
        input(nullable, i -> "w" + i % 100);

        merge(nullable);

        assertThat(merged(0).hasDictionaryPage()).isTrue();
        assertThat(merged(0).getTotalSize()).isLessThan(150_000);
    }

    @Test
    void theCodecOfMostIsThatOfAll() throws IOException {
        input(INT, i -> i);
        input(INT, CompressionCodecName.GZIP, i -> i);

        assertThat(merge(INT)).containsOnlyKeys(Way.COPY, Way.RECOMPRESS);
    }

    @Test
    void nullableWhatWasNotChangesLevelsOnly() throws IOException {
        Schema nullable = record("{\"name\":\"v\",\"type\":[\"null\",\"int\"]}");
        input(INT, i -> i);
        input(nullable, i -> i % 3 == 0 ? null : i);

        assertThat(merge(nullable)).containsOnlyKeys(Way.COPY, Way.EDIT_LEVELS);
        assertThat(merged(0).getStatistics().getNumNulls()).isEqualTo(ROWS / 3);
    }

    @Test
    void widerNumbersLeaveIdsAlone() throws IOException {
        Schema wide = record("{\"name\":\"v\",\"type\":\"long\"}");
        input(INT, i -> i % 50);
        input(wide, i -> (long) i % 50);
        input(INT, i -> i);

        assertThat(merge(wide)).containsOnlyKeys(Way.COPY, Way.WIDEN);
        assertThat(merged(0).getStatistics().maxAsString()).isEqualTo(Integer.toString(ROWS - 1));
    }

    @Test
    void bloomFiltersAreMadeAnewOfAllValues() throws IOException {
        bloomFilters = true;
        input(TEXT, i -> "v" + i);
        input(TEXT, i -> "w" + i % 10);
        bloomFilters = false;
        input(TEXT, i -> "x" + i);

        merge(TEXT);

        BloomFilter filter = bloomFilter();
        for (String known : List.of("v0", "v29999", "w9", "x1", "x29999")) {
            assertThat(filter.findHash(filter.hash(Binary.fromString(known)))).isTrue();
        }
        long wrong = IntStream.range(0, 10_000)
                .filter(i -> filter.findHash(filter.hash(Binary.fromString("y" + i))))
                .count();
        assertThat(wrong).isLessThan(300);
    }

    @Test
    void aBloomFilterIsOfTheWiderNumbers() throws IOException {
        bloomFilters = true;
        input(INT, i -> i % 100);
        input(INT, i -> i);

        merge(record("{\"name\":\"v\",\"type\":\"long\"}"));

        BloomFilter filter = bloomFilter();
        assertThat(filter.findHash(filter.hash(29_999L))).isTrue();
        assertThat(filter.findHash(filter.hash(29_999))).isFalse();
    }

    @Test
    void whereNoInputHasABloomFilterThereIsNone() throws IOException {
        input(INT, i -> i);
        merge(INT);
        assertThat(bloomFilter()).isNull();
    }

    @Test
    void aDefaultTakesAFewBytesHoweverManyRows() throws IOException {
        Schema more =
                record("{\"name\":\"v\",\"type\":\"int\"},{\"name\":\"w\",\"type\":\"string\",\"default\":\"dflt\"}");
        input(INT, i -> i);
        input(INT, i -> i);

        assertThat(merge(more)).containsKeys(Way.COPY, Way.FILL);
        assertThat(merged(1).getTotalSize()).isLessThan(200);
        assertThat(merged(1).getStatistics().minAsString()).isEqualTo("dflt");
    }
}
