/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HadoopFileStore;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.CreateEncryptionZoneFlag;
import org.apache.hadoop.hdfs.client.HdfsAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HDFS has against a concat is found before anything is written; then the next way is taken, or none. */
class ConcatCheckIT {

    private static final String POLICY = "XOR-2-1-1024k";
    private static final CompactorConfig STRICT = CompactorConfig.defaults();

    private HadoopFileStore store;
    private DistributedFileSystem hdfs;
    private TestTable table;

    @BeforeEach
    void open() throws IOException {
        store = MiniHdfs.shared().fileStore();
        hdfs = store.fileSystem();
        table = new TestTable(store, MiniHdfs.shared().newDirectory(getClass()));
        add(0);
        add(10);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private StorePath add(long first) throws IOException {
        return table.add("dt=1", first, CrashScenario.NUMBER, CrashScenario.numbers(first, 10));
    }

    private Path hadoop(StorePath path) {
        return store.toHadoop(path);
    }

    /** Refused without renames, done with them; and refused before anything was written. */
    private void isRefused(String reason) throws IOException {
        List<FileEntry> before = store.list(table.root().child("dt=1"));
        List<GenericRecord> rows = table.read();

        CompactionReport refused = Compactor.run(STRICT, store, table.root(), CompactionListener.NONE);

        assertThat(refused.results()).singleElement().satisfies(r -> {
            assertThat(r.ending()).isEqualTo(Ending.FAILED);
            assertThat(r.message())
                    .startsWith("nothing was written")
                    .contains(reason)
                    .contains("--allow-renames");
        });
        assertThat(store.list(table.root().child("dt=1"))).isEqualTo(before);
        assertThat(store.status(table.root().child(".sluice/compaction/journal")))
                .isEmpty();

        CompactionReport renamed =
                Compactor.run(STRICT.withRenames(true), store, table.root(), CompactionListener.NONE);

        assertThat(renamed.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message()).isEmpty());
        assertThat(table.files()).hasSize(1);
        assertThat(table.read()).isEqualTo(rows);
        assertThat(renamed.after().deadBytes()).isZero();
    }

    /** What {@code compact --dry-run --columns} says of the merge. */
    private String columns(CompactorConfig config) throws IOException {
        CompactorConfig large = config.withMinRowGroupBytes(1);
        CompactionReport dry = Compactor.run(large.asDryRun(), store, table.root(), CompactionListener.NONE);
        return PlanColumns.of(dry.plan(), large, store, table.root());
    }

    @Test
    void filesInASnapshot() throws IOException {
        assertThat(columns(STRICT)).contains("stitch: ");
        hdfs.allowSnapshot(hadoop(table.root()));
        Path snapshot = hdfs.createSnapshot(hadoop(table.root()), "s1");
        assertThat(columns(STRICT)).contains("refused: nothing was written").contains(".snapshot/s1");
        assertThat(columns(STRICT.withRenames(true))).contains("splice: ").doesNotContain("stitch");

        isRefused(".snapshot/s1");

        hdfs.deleteSnapshot(hadoop(table.root()), snapshot.getName());
        hdfs.disallowSnapshot(hadoop(table.root()));
    }

    @Test
    void filesInAnEncryptionZone() throws IOException {
        table = new TestTable(store, MiniHdfs.shared().newDirectory(getClass()));
        new HdfsAdmin(hdfs.getUri(), hdfs.getConf())
                .createEncryptionZone(
                        hadoop(table.root()), MiniHdfs.KEY, EnumSet.noneOf(CreateEncryptionZoneFlag.class));
        add(0);
        add(10);
        assertThat(hdfs.getFileStatus(hadoop(table.files().get(0).path())).isEncrypted())
                .isTrue();

        isRefused("is in an encryption zone, where HDFS joins no files");
    }

    @Test
    void filesThatAreYoungerThanTheSnapshotAreJoined() throws IOException {
        StorePath fresh = table.root().child("dt=2");
        hdfs.allowSnapshot(hadoop(table.root()));
        hdfs.createSnapshot(hadoop(table.root()), "s1");
        for (long first = 100; first < 120; first += 10) {
            table.add(fresh.name(), first, CrashScenario.NUMBER, CrashScenario.numbers(first, 10));
        }

        CompactionReport report = Compactor.run(STRICT, store, table.root(), CompactionListener.NONE);

        assertThat(report.results())
                .extracting(r -> r.ending())
                .containsExactlyInAnyOrder(Ending.FAILED, Ending.MERGED);
        assertThat(store.list(fresh)).hasSize(1);
        hdfs.deleteSnapshot(hadoop(table.root()), "s1");
        hdfs.disallowSnapshot(hadoop(table.root()));
    }

    @Test
    void filesOfAnotherErasureCodingThanTheirDirectory() throws IOException {
        hdfs.enableErasureCodingPolicy(POLICY);
        StorePath leaf = table.root().child("dt=1");
        hdfs.setErasureCodingPolicy(hadoop(leaf), POLICY);

        CompactionReport refused = Compactor.run(STRICT, store, table.root(), CompactionListener.NONE);

        assertThat(refused.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message())
                        .contains("no erasure coding")
                        .contains(POLICY)
                        .contains("HDFS joins no files of different erasure coding"));
        assertThat(store.list(leaf)).hasSize(2);
    }

    @Test
    void tooManyBlocks() throws IOException {
        Configuration few = MiniHdfs.shared().configuration();
        few.setInt("dfs.namenode.fs-limits.max-blocks-per-file", 3);
        store.close();
        store = HadoopFileStore.open(MiniHdfs.shared().uri(), few);
        table = new TestTable(store, table.root());

        isRefused("max-blocks-per-file is 3");
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftOut() throws IOException {
        add(20);
        StorePath open = add(30);
        List<GenericRecord> rows = table.read();
        try (var out = hdfs.append(hadoop(open))) {
            out.hflush();

            CompactionReport report = Compactor.run(STRICT, store, table.root(), CompactionListener.NONE);

            assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
            assertThat(report.results().get(0).message()).isEqualTo(open + " is being written");
            assertThat(table.files()).hasSize(2).anyMatch(f -> f.path().equals(open));
        }
        assertThat(table.read()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aFileSystemThatJoinsNoFiles(@TempDir java.nio.file.Path directory) throws IOException {
        LocalFileStore local = new LocalFileStore();
        TestTable flat = new TestTable(local, new StorePath(directory.toString()).child("t"));
        flat.add("", 0, CrashScenario.NUMBER, CrashScenario.numbers(0, 10));
        flat.add("", 10, CrashScenario.NUMBER, CrashScenario.numbers(10, 10));

        CompactionReport refused = Compactor.run(STRICT, local, flat.root(), CompactionListener.NONE);

        assertThat(refused.results())
                .singleElement()
                .satisfies(r -> assertThat(r.message()).contains("only HDFS can"));
        assertThat(flat.files()).hasSize(2);
    }

    /** Not a data file, and not closed: no concern of ours. */
    @Test
    void aHiddenFileThatIsOpenIsInNobodysWay() throws IOException {
        try (DurableOutput out = store.create(table.root().child("dt=1/.work"))) {
            out.write("x".getBytes(StandardCharsets.UTF_8));
            out.flushToReplicas();

            assertThat(Compactor.run(STRICT, store, table.root(), CompactionListener.NONE)
                            .merged())
                    .isEqualTo(1);
        }
    }
}
