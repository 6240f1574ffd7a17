/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.merge.input.ParquetReading;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.SkipReason;
import io.sluice.schema.SchemaEvolution;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.PartitionStrategy;
import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.parquet.FooterKeys;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does with schemas, footers and files in doubt; on a local disk. */
class LocalCompactorTest {

    private static final Schema NUMBER = CrashScenario.NUMBER;
    private static final Schema NAMED = SchemaBuilder.record("Number")
            .fields()
            .requiredLong("id")
            .name("unit")
            .type()
            .stringType()
            .stringDefault("piece")
            .endRecord();
    private static final Schema TIMED = new Schema.Parser().parse("""
            {"type":"record","name":"Timed","fields":[
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """);
    private static final Schema WORDY =
            SchemaBuilder.record("Number").fields().requiredString("id").endRecord();

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private TestTable table;

    @BeforeEach
    void open() throws IOException {
        table = new TestTable(store, new StorePath(directory.toString()).child("t"));
        store.makeDirectories(table.root());
    }

    private CompactionReport compact() throws IOException {
        return Compactor.run(
                CompactorConfig.defaults().withRenames(true), store, table.root(), CompactionListener.NONE);
    }

    private Map<String, String> keyValues() throws IOException {
        return ParquetReading.footer(ParquetFiles.input(store, table.files().get(0)))
                .getFileMetaData()
                .getKeyValueMetaData();
    }

    @Test
    void theMergedFileHasTheLatestSchemaOfTheTable() throws IOException {
        TableMetadata metadata = TableMetadata.createIfAbsent(
                store, new TableLayout(table.root()), new TableDescriptor(PartitionStrategy.UNPARTITIONED), NUMBER);
        metadata.evolve(NAMED);
        table.add("", 0, NUMBER, CrashScenario.numbers(0, 5));
        table.add("", 5, NUMBER, CrashScenario.numbers(5, 5));

        assertThat(compact().merged()).isEqualTo(1);

        assertThat(table.read())
                .hasSize(10)
                .allMatch(r -> r.get("unit").toString().equals("piece"));
        assertThat(keyValues())
                .containsEntry(FooterKeys.SCHEMA_VERSION, "2")
                .containsEntry(
                        "parquet.avro.schema",
                        SchemaEvolution.merge(NUMBER, NAMED).toString())
                .containsEntry(FooterKeys.MERGE_SEQUENCE, "1")
                .containsKey(FooterKeys.OFFSET_RANGES);
    }

    @Test
    void aMergeThatNoSchemaAllowsFailsAndTheOthersAreDone() throws IOException {
        table.add("dt=1", 0, NUMBER, CrashScenario.numbers(0, 5));
        List<GenericRecord> words =
                List.of(new GenericRecordBuilder(WORDY).set("id", "five").build());
        table.add("dt=1", 5, WORDY, words);
        table.add("dt=2", 6, NUMBER, CrashScenario.numbers(6, 5));
        table.add("dt=2", 11, NUMBER, CrashScenario.numbers(11, 5));

        CompactionReport report = compact();

        assertThat(report.succeeded()).isFalse();
        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
        assertThat(report.results().get(0).message()).contains("\"id\"");
        assertThat(table.files()).hasSize(3);
    }

    @Test
    void filesWhoseTimesMeanDifferentThingsAreNotMerged() throws IOException {
        List<GenericRecord> records = new RandomRecords(1).records(TIMED, 5);
        TestTable.write(store, table.root().child("a.parquet"), TIMED, records, Map.of("writer.time.zone", "UTC"));
        TestTable.write(
                store, table.root().child("b.parquet"), TIMED, records, Map.of("writer.time.zone", "Europe/Kyiv"));

        CompactionReport report = compact();

        assertThat(report.results()).singleElement().satisfies(r -> {
            assertThat(r.ending()).isEqualTo(Ending.FAILED);
            assertThat(r.message()).contains("writer.time.zone").contains("b.parquet");
        });
        assertThat(table.files()).hasSize(2);
    }

    @Test
    void recordsThatAreInTwoFilesAreNotMergedIntoOne() throws IOException {
        table.add("", 0, NUMBER, CrashScenario.numbers(0, 10));
        table.add("", 5, NUMBER, CrashScenario.numbers(5, 10));

        CompactionReport report = compact();

        assertThat(report.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message()).contains("a record would be in the merged file twice"));
        assertThat(table.files()).hasSize(2);
    }

    @Test
    void aFileThatAConnectorWillPublishOnceMoreIsNotMerged() throws IOException {
        table.add("", 0, NUMBER, CrashScenario.numbers(0, 5));
        table.add("", 5, NUMBER, CrashScenario.numbers(5, 5));
        StorePath half = table.add("", 10, NUMBER, CrashScenario.numbers(10, 5));
        StorePath work = new TableLayout(table.root()).work(0, 1);
        store.makeDirectories(work);
        Files.createLink(Path.of(work.child("half.parquet").value()), Path.of(half.value()));

        CompactionReport report = compact();

        assertThat(report.merged()).isEqualTo(1);
        assertThat(report.plan().skippedByReason()).isEqualTo(Map.of(SkipReason.IN_DOUBT, 1L));
        assertThat(table.files()).hasSize(2).anyMatch(f -> f.path().equals(half));
    }

    @Test
    void severalThreadsMergeSeveralPartitions() throws IOException {
        for (int i = 0; i < 24; i++) {
            table.add("dt=" + i % 8, i * 10L, NUMBER, CrashScenario.numbers(i * 10L, 10));
        }
        List<GenericRecord> before = table.read();

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true).withThreads(4),
                store,
                table.root(),
                CompactionListener.NONE);

        assertThat(report.merged()).isEqualTo(8);
        assertThat(table.files()).hasSize(8);
        assertThat(table.read()).isEqualTo(before);
    }

    @Test
    void badFilesAreLeftOutAndTheGoodOnesMerge() throws IOException {
        StorePath corrupt = table.add("dt=1", 0, NUMBER, CrashScenario.numbers(0, 500));
        List<GenericRecord> words =
                List.of(new GenericRecordBuilder(WORDY).set("id", "five").build());
        StorePath foreign = table.root().child("dt=1/a-foreign.parquet");
        TestTable.write(store, foreign, WORDY, words, Map.of());
        for (int file = 1; file <= 5; file++) {
            table.add("dt=1", file * 500L, NUMBER, CrashScenario.numbers(file * 500L, 500));
        }
        flip(corrupt, 40);

        CompactionReport report = compact();

        assertThat(report.succeeded()).isFalse();
        assertThat(report.results())
                .extracting(r -> r.ending(), r -> r.group().files().size())
                .containsExactly(tuple(Ending.FAILED, 1), tuple(Ending.FAILED, 1), tuple(Ending.MERGED, 5));
        assertThat(report.results().get(0).message())
                .startsWith(foreign.value())
                .contains("\"id\"");
        assertThat(report.results().get(1).message()).contains(corrupt.value()).contains("CRC checksum");
        assertThat(table.files())
                .hasSize(3)
                .anyMatch(f -> f.path().equals(corrupt))
                .anyMatch(f -> f.path().equals(foreign));
        assertThat(store.list(table.root().child("dt=1"))).hasSize(3);
    }

    @Test
    void badFilesAreLeftOutOfASortToo() throws IOException {
        StorePath corrupt = table.add("dt=1", 0, NUMBER, CrashScenario.numbers(0, 500));
        StorePath cut = table.add("dt=1", 500, NUMBER, CrashScenario.numbers(500, 500));
        for (int file = 2; file <= 5; file++) {
            table.add("dt=1", file * 500L, NUMBER, CrashScenario.numbers(file * 500L, 500));
        }
        flip(corrupt, 40);
        Rewrite byId = new Rewrite(
                Optional.empty(), Optional.of(new RowOrder.Linear(SortColumn.parse("id"))), SortSpace.DEFAULT);
        CompactionListener cutsAfterThePlan = new CompactionListener() {
            @Override
            public void planned(CompactionPlan plan) {
                try {
                    byte[] bytes = Files.readAllBytes(Path.of(cut.value()));
                    Files.write(Path.of(cut.value()), Arrays.copyOf(bytes, bytes.length / 2));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true).withRewrite(byId), store, table.root(), cutsAfterThePlan);

        assertThat(report.results())
                .extracting(r -> r.ending(), r -> r.group().files().size())
                .containsExactly(tuple(Ending.FAILED, 1), tuple(Ending.FAILED, 1), tuple(Ending.MERGED, 4));
        assertThat(report.results().get(0).message()).contains(corrupt.value());
        assertThat(report.results().get(1).message()).contains(cut.value());
        assertThat(store.list(table.root().child("dt=1"))).hasSize(3);
    }

    private static void flip(StorePath file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(file.value()));
        bytes[bytes.length / 8] ^= (byte) position;
        Files.write(Path.of(file.value()), bytes);
    }

    @Test
    void aForeignRecordNameIsLeftOut() throws IOException {
        Schema foreign =
                SchemaBuilder.record("Other").fields().requiredLong("id").endRecord();
        List<GenericRecord> others =
                List.of(new GenericRecordBuilder(foreign).set("id", 1L).build());
        StorePath other = table.root().child("a-first.parquet");
        TestTable.write(store, other, foreign, others, Map.of());
        for (int file = 0; file < 5; file++) {
            table.add("", file * 10L, NUMBER, CrashScenario.numbers(file * 10L, 10));
        }

        CompactionReport report = compact();

        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
        assertThat(report.results().get(0).message())
                .startsWith(other.value())
                .contains("Other")
                .contains("Number");
        assertThat(table.files()).hasSize(2);
    }

    /** Avro has recursive records, Parquet has not. */
    @Test
    void aSchemaThatCannotBeWrittenStopsItsMergeOnly() throws IOException {
        store.makeDirectories(table.root().child("dt=1"));
        writeUnderRecursiveSchema("required int64 id");
        writeUnderRecursiveSchema("optional int64 id");
        table.add("dt=2", 10, NUMBER, CrashScenario.numbers(10, 5));
        table.add("dt=2", 15, NUMBER, CrashScenario.numbers(15, 5));

        CompactionReport report = compact();

        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
        assertThat(table.files()).hasSize(3);
    }

    private void writeUnderRecursiveSchema(String column) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType("message Number { " + column + "; }");
        StorePath file = table.root().child("dt=1/" + column.replace(' ', '-') + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(ParquetFiles.output(store, file))
                .withType(type)
                .withConf(new PlainParquetConfiguration())
                .withExtraMetaData(Map.of("parquet.avro.schema", """
                                {"type": "record", "name": "Number", "fields": [
                                  {"name": "id", "type": "long"}, {"name": "next", "type": ["null", "Number"]}]}"""))
                .build()) {
            writer.write(new SimpleGroupFactory(type).newGroup().append("id", 1L));
        }
    }
}
