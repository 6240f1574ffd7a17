/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.merge.ParquetReading;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
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
        return Compactor.run(CompactorConfig.defaults(), store, table.root(), CompactionListener.NONE);
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
        List<GenericRecord> records = CrashScenario.numbers(0, 5);
        TestTable.write(store, table.root().child("a.parquet"), NUMBER, records, Map.of("writer.time.zone", "UTC"));
        TestTable.write(
                store, table.root().child("b.parquet"), NUMBER, records, Map.of("writer.time.zone", "Europe/Kyiv"));

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

        CompactionReport report =
                Compactor.run(CompactorConfig.defaults().withThreads(4), store, table.root(), CompactionListener.NONE);

        assertThat(report.merged()).isEqualTo(8);
        assertThat(table.files()).hasSize(8);
        assertThat(table.read()).isEqualTo(before);
    }
}
