/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.compactor.CleanReport.Item;
import io.sluice.compactor.CleanReport.Kind;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.compactor.plan.RunLimits;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead bytes on a real HDFS: when they go, and what readers that began before notice of it. */
class ReclaimIT {

    private static final int ROWS = 2_000;
    private static final CompactorConfig NOW =
            CompactorConfig.defaults().withReclaimDelayMs(0).withRowGroupBytes(6_000);

    private FileStore store;
    private TestTable table;

    @BeforeEach
    void open() throws IOException {
        store = TestHdfs.store();
        table = new TestTable(store, MiniHdfs.shared().newDirectory(getClass()));
        for (int i = 0; i < 6; i++) {
            table.add("dt=1", (long) i * ROWS, CrashScenario.NUMBER, CrashScenario.numbers((long) i * ROWS, ROWS));
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private CompactionReport compact(CompactorConfig config) throws IOException {
        return Compactor.run(config, store, table.root(), CompactionListener.NONE);
    }

    private FileEntry only() throws IOException {
        assertThat(table.files()).hasSize(1);
        return table.files().get(0);
    }

    @Test
    void theCleanFileHasTheSameRowsAndIndexes() throws IOException {
        List<GenericRecord> before = table.read();
        assertThat(compact(NOW).after().deadBytes()).isPositive();
        FileEntry merged = only();

        CompactionReport second = compact(NOW);

        FileEntry clean = only();
        assertThat(second.plan().isEmpty()).isTrue();
        assertThat(second.reclaimedBytes()).isEqualTo(merged.bytes() - clean.bytes());
        assertThat(second.after().deadBytes()).isZero();
        assertThat(second.after().rowGroups()).isGreaterThan(1);
        assertThat(clean.path()).isEqualTo(merged.path());
        assertThat(table.read()).isEqualTo(before);
        assertThat(FileValidator.validate(store, List.of(clean.path()))).isEmpty();
        assertThat(store.list(table.root().child("dt=1"))).containsExactly(clean);
        assertThat(compact(NOW).reclaimedBytes()).isZero();
        assertThat(only()).isEqualTo(clean);
    }

    @Test
    void bloomFiltersStayWithTheirRowGroups() throws IOException {
        StorePath leaf = table.root().child("dt=2");
        store.makeDirectories(leaf);
        for (int i = 0; i < 3; i++) {
            try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                            ParquetFiles.output(store, leaf.child("f" + i + ".parquet")))
                    .withSchema(CrashScenario.NUMBER)
                    .withDataModel(GenericData.get())
                    .withConf(new PlainParquetConfiguration())
                    .withWriteMode(ParquetFileWriter.Mode.CREATE)
                    .withBloomFilterEnabled("id", true)
                    .withBloomFilterNDV("id", ROWS)
                    .withDictionaryEncoding(false)
                    .build()) {
                for (GenericRecord record : CrashScenario.numbers((long) i * ROWS, ROWS)) {
                    writer.write(record);
                }
            }
        }
        compact(NOW);
        List<GenericRecord> rows = table.read();

        assertThat(compact(NOW).reclaimedBytes()).isPositive();

        assertThat(table.read()).isEqualTo(rows);
        FileEntry clean = store.list(leaf).get(0);
        assertThat(FileValidator.validate(store, List.of(clean.path()))).isEmpty();
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, clean))) {
            assertThat(reader.getRowGroups())
                    .isNotEmpty()
                    .allSatisfy(rowGroup -> assertThat(
                                    reader.readBloomFilter(rowGroup.getColumns().get(0)))
                            .isNotNull());
        }
        assertThat(compact(NOW).reclaimedBytes()).isZero();
    }

    @Test
    void nothingIsReclaimedBeforeItsTime() throws IOException {
        compact(NOW);
        FileEntry merged = only();

        assertThat(compact(CompactorConfig.defaults()).reclaimedBytes()).isZero();
        assertThat(only()).isEqualTo(merged);
    }

    /** Splits as Spark plans them by the listing; each opens the file anew, some before the reclaim and some after. */
    @Test
    void aQueryInFlightReadsEachRowGroupOnce() throws IOException {
        compact(NOW);
        FileEntry listed = only();
        long step = listed.bytes() / 16;
        for (int before = 0; before <= 16; before += 4) {
            long rows = 0;
            int split = 0;
            for (long start = 0; start < listed.bytes(); start += step, split++) {
                if (split == before && before > 0) {
                    compact(NOW);
                }
                rows += rowsOfSplit(start, Math.min(start + step, listed.bytes()));
            }
            assertThat(rows).as("%d of the splits read before", before).isEqualTo(6 * ROWS);
        }
        assertThat(only().bytes()).isLessThan(listed.bytes());
    }

    private long rowsOfSplit(long start, long end) throws IOException {
        ParquetReadOptions split = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withRange(start, end)
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(store, only()), split)) {
            return reader.getRecordCount();
        }
    }

    @Test
    void whoKeepsToTheOldLengthFails() throws IOException {
        compact(NOW);
        FileEntry listed = only();
        compact(NOW);

        assertThatThrownBy(() -> TestTable.read(store, listed)).isInstanceOf(Exception.class);
    }

    @Test
    void aStitchedFileHasNothingToReclaim() throws IOException {
        CompactorConfig stitch = NOW.withMinRowGroupBytes(1);
        compact(stitch);
        FileEntry stitched = only();
        List<GenericRecord> rows = table.read();

        assertThat(compact(stitch).reclaimedBytes()).isZero();
        assertThat(only()).isEqualTo(stitched);
        assertThat(table.read()).isEqualTo(rows);
    }

    @Test
    void deadBytesAreCappedUntilTheyAreReclaimed() throws IOException {
        CompactorConfig capped = CompactorConfig.defaults()
                .withPlan(CompactorConfig.defaults()
                        .plan()
                        .withTarget(55_000, Long.MAX_VALUE)
                        .withLimits(new RunLimits(Long.MAX_VALUE, 0.05)));

        CompactionReport report = compact(capped);

        assertThat(report.results()).isEmpty();
        assertThat(report.plan().toString()).contains("leave 6 as they are: would leave more dead bytes");
        assertThat(table.files()).hasSize(6);
    }

    @Test
    void cleanTellsWhatItWouldDoAndDoesIt() throws IOException {
        compact(NOW);
        StorePath leaf = table.root().child("dt=1");
        StorePath left = leaf.child(".sluice-merge-0000000000000000001.tail");
        StorePath parked = leaf.child(".sluice-merge-0000000000000000009.parked-00000");
        StorePath staged = table.root().child(".sluice/work/0/0000000000000000001/a.avro");
        store.makeDirectories(staged.parent());
        for (StorePath file : List.of(left, parked, staged, leaf.child(".someone-else"))) {
            try (DurableOutput out = store.create(file)) {
                out.write("12345".getBytes(StandardCharsets.UTF_8));
            }
        }
        List<FileEntry> before = store.list(leaf);
        List<GenericRecord> rows = table.read();

        CleanReport would = Compactor.clean(NOW.asDryRun(), store, table.root(), CompactionListener.NONE);
        CleanReport later =
                Compactor.clean(CompactorConfig.defaults().asDryRun(), store, table.root(), CompactionListener.NONE);

        assertThat(store.list(leaf)).isEqualTo(before);
        assertThat(would.items())
                .extracting(Item::kind)
                .containsExactlyInAnyOrder(Kind.LEFTOVER, Kind.IN_DOUBT, Kind.DEAD, Kind.STAGED);
        assertThat(later.items())
                .extracting(Item::kind)
                .contains(Kind.DEAD_WAITING)
                .doesNotContain(Kind.DEAD);
        long dead = only().bytes();

        CleanReport did = Compactor.clean(NOW, store, table.root(), CompactionListener.NONE);

        assertThat(did).isEqualTo(would);
        assertThat(dead - only().bytes() + 5)
                .as("but for numbers in the footer that take fewer bytes")
                .isCloseTo(did.bytes(), within(100L));
        assertThat(table.read()).isEqualTo(rows);
        assertThat(store.status(left)).isEmpty();
        assertThat(store.status(parked)).isPresent();
        assertThat(store.status(staged)).isPresent();
        assertThat(store.list(leaf)).hasSize(3);
        assertThat(Compactor.clean(NOW, store, table.root(), CompactionListener.NONE)
                        .bytes())
                .isZero();
    }

    /** Between the listing and the reclaim somebody deletes the file, or puts another in its place. */
    @Test
    void aFileThatIsAnotherByNowIsLeftAlone() throws IOException {
        compact(NOW);
        FileEntry merged = only();
        List<FileEntry> others = new ArrayList<>();
        store.delete(merged.path());
        TestTable.write(store, merged.path(), CrashScenario.NUMBER, CrashScenario.numbers(0, 3), java.util.Map.of());
        others.add(only());

        assertThat(compact(NOW).reclaimedBytes()).isZero();
        assertThat(table.files()).isEqualTo(others);
    }
}
