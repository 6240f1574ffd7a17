/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeMethod;
import io.sluice.compactor.merge.MergeOptions;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.compactor.merge.verify.MergeVerifier.UnfaithfulMergeException;
import io.sluice.compactor.merge.verify.Verification;
import io.sluice.table.DurableOutput;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of itself whose rows were given an order, and what is found when it does not have the right ones. */
class RowMergeTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message t {
              required int32 x;
              required group place { required int32 y; }
              optional binary name (STRING);
              optional group tags (LIST) { repeated group list { required binary element (STRING); } }
              optional fixed_len_byte_array(12) span (INTERVAL);
              optional int96 old;
            }
            """);
    private static final int ROWS = 4_000;
    private static final int RANGE = 1_000;

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final List<MergeInput> inputs = new ArrayList<>();

    private StorePath path(String name) {
        return new StorePath(directory.toString()).child(name);
    }

    /** Points without order, others in each file. */
    private void write(String name) throws IOException {
        Random random = new Random(inputs.size());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(ParquetFiles.output(store, path(name)))
                .withType(SCHEMA)
                .withConf(new PlainParquetConfiguration())
                .withDictionaryEncoding(false)
                .withBloomFilterEnabled("name", true)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                Group row = new SimpleGroupFactory(SCHEMA).newGroup().append("x", random.nextInt(RANGE));
                row.addGroup("place").append("y", random.nextInt(RANGE));
                if (i % 3 > 0) {
                    row.append("name", "name " + i);
                }
                Group tags = i % 2 == 0 ? row.addGroup("tags") : null;
                for (int tag = 0; tags != null && tag < i % 5; tag++) {
                    tags.addGroup("list").append("element", "tag " + tag);
                }
                writer.write(row);
            }
        }
        ParquetMetadata footer = ParquetReading.footer(
                ParquetFiles.input(store, store.status(path(name)).orElseThrow()));
        inputs.add(new MergeInput(
                path(name),
                footer.getFileMetaData().getSchema(),
                footer.getBlocks().stream()
                        .map(BlockMetaData::getCompressedSize)
                        .toList(),
                ROWS));
    }

    private MergeSpec spec(Rewrite rewrite) {
        return new MergeSpec(
                inputs,
                SCHEMA,
                Optional.empty(),
                Map.of(),
                CompressionCodecName.SNAPPY,
                MergeMethod.REWRITE,
                MergeOptions.DEFAULT.withRowGroupBytes(16_000).withRewrite(rewrite));
    }

    private static Rewrite ordered(RowOrder order) {
        return new Rewrite(Optional.empty(), Optional.of(order), SortSpace.DEFAULT);
    }

    private static Rewrite sorted(String by) {
        return ordered(new RowOrder.Linear(SortColumn.parse(by)));
    }

    private RowMerge.Result merge(String name, Rewrite rewrite) throws IOException {
        RowMerge.Result result;
        try (DurableOutput out = store.create(path(name))) {
            result = RowMerge.run(store, spec(rewrite), out, bytes -> {});
            out.write(result.merged().footer().inPlace());
        }
        assertThat(FileValidator.validate(store, List.of(path(name)))).isEmpty();
        RowsVerifier.verify(store, List.of(path(name)), spec(rewrite), result);
        return result;
    }

    private FileMetaData footer(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        int trailer = bytes.length - 8;
        int length = ByteBuffer.wrap(bytes, trailer, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Util.readFileMetaData(new ByteArrayInputStream(bytes, trailer - length, length));
    }

    @Test
    void rowGroupsSayHowTheyAreSorted() throws IOException {
        write("a");

        merge("sorted", sorted("place.y desc, name nulls last, x"));

        assertThat(footer("sorted").getRow_groups())
                .hasSizeGreaterThan(1)
                .extracting(RowGroup::getSorting_columns)
                .allMatch(List.of(
                        new SortingColumn(1, true, false),
                        new SortingColumn(2, false, false),
                        new SortingColumn(0, false, true))::equals);
    }

    @Test
    void whereReadersDoNotAgreeOnTheOrderNothingIsSaid() throws IOException {
        write("a");

        merge("sorted", sorted("x, old, place.y"));
        merge("curve", ordered(RowOrder.ZOrder.by(List.of("x", "place.y"))));

        assertThat(footer("sorted").getRow_groups().get(0).getSorting_columns())
                .containsExactly(new SortingColumn(0, false, true));
        assertThat(footer("curve").getRow_groups().get(0).isSetSorting_columns())
                .isFalse();
    }

    @Test
    void bloomFiltersAreMadeAnew() throws IOException {
        write("a");
        write("b");

        merge("sorted", sorted("x"));

        try (ParquetFileReader reader = ParquetFileReader.open(
                ParquetFiles.input(store, store.status(path("sorted")).orElseThrow()))) {
            assertThat(reader.getRowGroups()).allSatisfy(rowGroup -> {
                assertThat(reader.readBloomFilter(rowGroup.getColumns().get(2))).isNotNull();
                assertThat(reader.readBloomFilter(rowGroup.getColumns().get(0))).isNull();
            });
        }
    }

    /** How many row groups a query for a hundredth of a column's values has to read. */
    private long toRead(String name, int leaf) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                ParquetFiles.input(store, store.status(path(name)).orElseThrow()))) {
            return reader.getRowGroups().stream()
                    .map(rowGroup -> rowGroup.getColumns().get(leaf))
                    .map(ColumnChunkMetaData::getStatistics)
                    .filter(s -> (Integer) s.genericGetMin() < RANGE / 2 + RANGE / 100)
                    .filter(s -> (Integer) s.genericGetMax() > RANGE / 2)
                    .count();
        }
    }

    @Test
    void aCurveHelpsQueriesByEachOfItsColumns() throws IOException {
        for (int file = 0; file < 6; file++) {
            write("f" + file);
        }

        merge("sorted", sorted("x"));
        merge("curve", ordered(RowOrder.ZOrder.by(List.of("x", "place.y"))));

        int rowGroups = footer("curve").getRow_groupsSize();
        assertThat(rowGroups).isGreaterThan(8);
        assertThat(toRead("sorted", 0)).isLessThanOrEqualTo(2);
        assertThat(toRead("sorted", 1)).isEqualTo(footer("sorted").getRow_groupsSize());
        assertThat(toRead("curve", 0)).isLessThanOrEqualTo(rowGroups * 2 / 3);
        assertThat(toRead("curve", 1)).isLessThanOrEqualTo(rowGroups * 2 / 3);
    }

    @Test
    void rowsThatAreMissingAreFound() throws IOException {
        write("a");
        merge("without", sorted("x"));
        write("b");
        RowMerge.Result both = merge("both", sorted("x"));

        assertThatThrownBy(() -> RowsVerifier.verify(store, List.of(path("without")), spec(sorted("x")), both))
                .isInstanceOf(UnfaithfulMergeException.class)
                .hasMessageContaining("reads back as 4,000 rows")
                .hasMessageContaining("it should have 8,000 rows");
    }

    @Test
    void rowsThatAreOthersAreFound() throws IOException {
        write("a");
        merge("one", sorted("x"));
        write("b");
        inputs.remove(0);
        RowMerge.Result other = merge("other", sorted("x"));

        assertThatThrownBy(() -> RowsVerifier.verify(store, List.of(path("one")), spec(sorted("x")), other))
                .isInstanceOf(UnfaithfulMergeException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void rowsThatStandInAnotherOrderAreFound() throws IOException {
        write("a");
        RowMerge.Result ascending = merge("ascending", sorted("x"));
        merge("descending", sorted("x desc"));

        assertThatThrownBy(() -> RowsVerifier.verify(store, List.of(path("descending")), spec(sorted("x")), ascending))
                .isInstanceOf(UnfaithfulMergeException.class)
                .hasMessageContaining("in the order asked for");
    }

    @Test
    void whatWasRemovedIsCountedAndSummed() throws IOException {
        write("a");
        write("b");
        Rewrite unique = new Rewrite(
                Optional.of(new Deduplication(List.of("x"), Optional.of("place.y"))),
                Optional.empty(),
                SortSpace.DEFAULT);

        RowMerge.Result result = merge("unique", unique);

        assertThat(result.merged().rows()).isLessThanOrEqualTo(RANGE);
        assertThat(result.removedRows()).isEqualTo(2 * ROWS - result.merged().rows());
        assertThat(footer("unique").getRow_groups().get(0).getSorting_columns())
                .containsExactly(new SortingColumn(0, false, true));
    }

    @Test
    void withoutVerificationNothingIsReadBack() throws IOException {
        write("a");
        RowMerge.Result result = merge("sorted", sorted("x"));
        MergeSpec unverified = spec(sorted("x")).withOptions(MergeOptions.DEFAULT.withVerification(Verification.NONE));

        RowsVerifier.verify(store, List.of(path("there is none")), unverified, result);
    }

    private void isRefused(String by, String why) {
        assertThatThrownBy(() -> sorted(by).requireColumns(SCHEMA))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldRefuseColumnsThatHaveNoOrder() {
        isRefused(
                "z",
                "there is no column 'z' to order rows by; there are x, place.y, name, tags.list.element, span, old");
        isRefused("place", "there is no column 'place'");
        isRefused("tags.list.element", "'tags.list.element': it can have several values in a row");
        isRefused("span", "rows cannot be ordered by 'span'");
        sorted("x, place.y, name, old").requireColumns(SCHEMA);
    }
}
