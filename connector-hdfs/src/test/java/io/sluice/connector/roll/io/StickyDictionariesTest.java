/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.FileFormat;
import io.sluice.connector.config.FilesConfig;
import io.sluice.connector.config.ParquetConfig;
import io.sluice.schema.avro.AvroEncoder;
import io.sluice.schema.avro.AvroInput;
import io.sluice.schema.avro.AvroOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.DurableOutputFile;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyDictionariesTest {

    private static final int ROWS = 5_000;
    private static final Schema FIXED = SchemaBuilder.fixed("Four").size(4);
    private static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredString("text")
            .optionalInt("i")
            .requiredLong("l")
            .requiredFloat("f")
            .requiredDouble("d")
            .name("fixed")
            .type(FIXED)
            .noDefault()
            .requiredLong("id")
            .endRecord();

    @TempDir
    private Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final StickyDictionaries sticky = new StickyDictionaries();

    private static GenericRecord row(int value, long id) {
        GenericRecord row = new GenericData.Record(EVENT);
        row.put("text", "value " + value);
        row.put("i", value % 5 == 0 ? null : value);
        row.put("l", (long) -value);
        row.put("f", value / 2f);
        row.put("d", value / 3d);
        byte[] four = ByteBuffer.allocate(4).putInt(value).array();
        row.put("fixed", new GenericData.Fixed(FIXED, four));
        row.put("id", id);
        return row;
    }

    /** Rows whose values come in the order given, then at random. */
    private static List<GenericRecord> rows(int count, long seed, Integer... values) {
        Random random = new Random(seed);
        List<GenericRecord> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int value = i < values.length ? values[i] : values[random.nextInt(values.length)];
            rows.add(row(value, random.nextLong()));
        }
        return rows;
    }

    private StorePath write(List<GenericRecord> rows, boolean pagesV2) throws IOException {
        ParquetConfig parquet = new ParquetConfig(
                CompressionCodecName.SNAPPY, OptionalInt.empty(), 128L << 20, 1 << 16, pagesV2, true, List.of(), 1);
        FilesConfig config = new FilesConfig(FileFormat.PARQUET, parquet, "null", 10);
        StorePath file = new StorePath(directory + "/" + UUID.randomUUID() + ".parquet");
        DurableOutputFile out = ParquetFiles.output(store, file);
        AvroEncoder encoder = AvroEncoder.of(EVENT);
        AvroOutput encoded = new AvroOutput();
        try (RowWriter writer = RowFormat.of(config, sticky).open(out, EVENT, rows.size(), Map.of())) {
            for (GenericRecord row : rows) {
                encoded.clear();
                encoder.write(row, encoded);
                byte[] bytes = encoded.copy();
                writer.write(AvroInput.ofMany(bytes, 0, bytes.length));
            }
            writer.complete();
        }
        return file;
    }

    /** What a column's dictionary has, as text; empty if there is none. */
    private List<String> dictionary(StorePath file, String column) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, file))) {
            MessageType schema = reader.getFileMetaData().getSchema();
            ColumnDescriptor descriptor = schema.getColumnDescription(new String[] {column});
            DictionaryPage page = reader.getNextDictionaryReader().readDictionaryPage(descriptor);
            if (page == null) {
                return List.of();
            }
            Dictionary dictionary = page.getEncoding().initDictionary(descriptor, page);
            List<String> values = new ArrayList<>();
            for (int id = 0; id <= dictionary.getMaxId(); id++) {
                values.add(
                        switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
                            case INT32 -> "" + dictionary.decodeToInt(id);
                            case INT64 -> "" + dictionary.decodeToLong(id);
                            case FLOAT -> "" + dictionary.decodeToFloat(id);
                            case DOUBLE -> "" + dictionary.decodeToDouble(id);
                            default ->
                                new String(dictionary.decodeToBinary(id).getBytes(), StandardCharsets.ISO_8859_1);
                        });
            }
            return values;
        }
    }

    private List<GenericRecord> read(StorePath file) throws IOException {
        List<GenericRecord> rows = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        ParquetFiles.input(store, file), new PlainParquetConfiguration())
                .withDataModel(GenericData.get())
                .build()) {
            for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDictionaryOfAFileGoesOnFromThatOfTheOneBefore(boolean pagesV2) throws IOException {
        StorePath first = write(rows(ROWS, 1, 3, 1, 2), pagesV2);
        List<GenericRecord> next = rows(ROWS, 2, 9, 2, 7, 1);
        StorePath second = write(next, pagesV2);

        assertThat(dictionary(first, "text")).containsExactly("value 3", "value 1", "value 2");
        assertThat(dictionary(second, "text")).containsExactly("value 3", "value 1", "value 2", "value 9", "value 7");
        // Of fixed ones version 1 has no dictionary.
        for (String column : pagesV2 ? List.of("i", "l", "f", "d", "fixed") : List.of("i", "l", "f", "d")) {
            List<String> before = dictionary(first, column);
            assertThat(before).as(column).hasSize(3);
            assertThat(dictionary(second, column)).as(column).hasSize(5).startsWith(before.toArray(String[]::new));
        }
        assertThat(read(second)).hasToString(next.toString());
    }

    /** A value that a file does not have is in its dictionary only, not in its statistics. */
    @Test
    void statisticsAreOfTheRows() throws IOException {
        write(rows(ROWS, 1, 1, 2, 99), false);
        StorePath second = write(rows(ROWS, 2, 1, 2), false);

        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, second))) {
            var text = reader.getRowGroups().get(0).getColumns().get(0);
            assertThat(text.getStatistics().maxAsString()).isEqualTo("value 2");
        }
        assertThat(dictionary(second, "text")).hasSize(3);
    }

    @Test
    void aSmallFileDoesNotPayForWhatOthersHave() throws IOException {
        Integer[] many = new Integer[500];
        java.util.Arrays.setAll(many, i -> i);
        write(rows(20_000, 1, many), false);
        StorePath small = write(rows(100, 2, 700, 3), false);
        StorePath third = write(rows(20_000, 3, many), false);

        assertThat(dictionary(small, "text")).containsExactly("value 700", "value 3");
        assertThat(dictionary(third, "text")).hasSize(500).startsWith("value 0", "value 1", "value 2");
    }

    /** Where few rows have a value, those of other files would take more than ids save. */
    @Test
    void aColumnThatHasBecomeSparseGoesItsOwnWay() throws IOException {
        Integer[] many = new Integer[3_000];
        java.util.Arrays.setAll(many, i -> i);
        write(rows(20_000, 1, many), false);
        List<GenericRecord> sparse = rows(20_000, 2, 5);
        for (int i = 0; i < sparse.size(); i += 100) {
            sparse.get(i).put("i", i % 3);
        }
        StorePath second = write(sparse, false);
        StorePath third = write(sparse, false);

        assertThat(dictionary(second, "i")).isEmpty();
        assertThat(dictionary(third, "i")).containsExactly("0", "1", "2");
        assertThat(read(third)).hasToString(sparse.toString());
    }

    @Test
    void aColumnOfManyValuesIsGivenUp() throws IOException {
        Integer[] many = new Integer[StickyDictionaries.MOST_COLUMN_BYTES / 10];
        java.util.Arrays.setAll(many, i -> i);
        Collections.shuffle(java.util.Arrays.asList(many), new Random(4));
        write(rows(20_000, 1, many), false);
        StorePath second = write(rows(20_000, 2, 5, 6), false);

        assertThat(dictionary(second, "text")).containsExactly("value 5", "value 6");
    }

    @Test
    void whatIsKeptIsBounded() {
        byte[] full = new byte[StickyDictionaries.MOST_COLUMN_BYTES];
        int columns = StickyDictionaries.MOST_BYTES / full.length;
        for (int i = 0; i < columns + 10; i++) {
            sticky.keep(column(i), full, 1);
        }
        assertThat(sticky.of(column(columns - 1), Long.MAX_VALUE)).isPresent();
        assertThat(sticky.of(column(columns), Long.MAX_VALUE)).isEmpty();

        sticky.giveUp(column(0));
        sticky.keep(column(0), new byte[] {1}, 1);
        sticky.keep(column(columns), full, 1);

        assertThat(sticky.of(column(0), Long.MAX_VALUE)).as("for good").isEmpty();
        assertThat(sticky.of(column(columns), Long.MAX_VALUE))
                .as("in its place")
                .isPresent();
    }

    @Test
    void ofFilesThatAreWrittenAtOnceOneIsKept() {
        sticky.keep(column(0), new byte[] {1}, 1);
        sticky.keep(column(0), new byte[] {1, 2}, 2);
        sticky.keep(column(0), new byte[] {1, 3, 4}, 3);

        assertThat(sticky.of(column(0), 8).orElseThrow().plain()).containsExactly(1, 2);
        assertThat(sticky.of(column(0), 7)).as("for a file of few rows").isEmpty();
    }

    private static ColumnDescriptor column(int number) {
        return new ColumnDescriptor(
                new String[] {"c" + number},
                Types.required(PrimitiveTypeName.BINARY).named("c" + number),
                0,
                0);
    }
}
