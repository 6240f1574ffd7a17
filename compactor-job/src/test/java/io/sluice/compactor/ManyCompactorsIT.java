/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.swap.io.CompactionLease.LeaseHeldException;
import io.sluice.compactor.swap.io.CompactionLease.LeaseLostException;
import io.sluice.compactor.swap.io.LeaseFile;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compactor beside others on the same table: compactors, a connector, readers, and a NameNode that fails. */
class ManyCompactorsIT {

    private static final LeaseFile.Timing QUICK = new LeaseFile.Timing(50, 1_000);

    private FileStore store;
    private CrashScenario scenario;

    @BeforeEach
    void open() throws IOException {
        store = TestHdfs.store();
        scenario = new CrashScenario(store, MiniHdfs.shared().newDirectory(getClass()), "dt=1", "dt=2");
        scenario.fill();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private StorePath root() {
        return scenario.table().root();
    }

    private CompactionReport compact(FileStore with) throws IOException {
        return Compactor.run(CrashScenario.config().withLease(QUICK), with, root(), CompactionListener.NONE);
    }

    @Test
    void aSecondCompactorIsKeptOut() throws IOException {
        try (FileStore other = TestHdfs.store();
                LeaseFile held = LeaseFile.acquire(other, new TableLayout(root()), "the first", QUICK)) {
            assertThatThrownBy(() -> compact(store))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("another compactor is at work on this table")
                    .hasMessageContaining(root() + "/.sluice/compaction/lease");
            held.requireHeld();
        }
        assertThat(compact(store).merged()).isEqualTo(2);
    }

    @Test
    void aCompactorThatWasTakenForDeadCommitsNothing() throws IOException {
        LeaseFile.Timing silent = new LeaseFile.Timing(3_600_000, 300);
        try (FileStore other = TestHdfs.store();
                LeaseFile zombie = LeaseFile.acquire(other, new TableLayout(root()), "the zombie", silent);
                LeaseFile successor = LeaseFile.acquire(store, new TableLayout(root()), "the next", silent)) {
            assertThatThrownBy(zombie::requireHeld)
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("another compactor has taken");
            successor.requireHeld();
        }
    }

    @Test
    void aCommitThatHappenedThoughItFailedIsACommit() throws IOException {
        CompactionReport report = compact(new FailingFileStore(store, FailingFileStore.Effect.HAPPENS, () -> {}));

        assertThat(report.merged()).isEqualTo(2);
        assertThat(scenario.table().files()).hasSize(2);
        assertThat(scenario.ids()).isEqualTo(scenario.expected());
    }

    @Test
    void aCommitThatIsRefusedLeavesTheTableAsItWas() throws IOException {
        List<FileEntry> before = scenario.table().files();

        CompactionReport report =
                compact(new FailingFileStore(store, FailingFileStore.Effect.DOES_NOT_HAPPEN, () -> {}));

        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.FAILED);
        assertThat(report.results().get(0).message()).isEqualTo("the file system refused: the NameNode went away");
        assertThat(scenario.table().files()).isEqualTo(before);
        assertThat(store.list(root().child("dt=1"))).hasSize(3);
        assertThat(compact(store).merged()).isEqualTo(2);
        assertThat(scenario.ids()).isEqualTo(scenario.expected());
    }

    @Test
    void aSourceThatSomebodyDeletedMeanwhileStopsItsMergeOnly() throws IOException {
        AtomicBoolean once = new AtomicBoolean();
        AtomicReference<StorePath> deleted = new AtomicReference<>();
        FailingFileStore withDeleter = new FailingFileStore(store, FailingFileStore.Effect.HAPPENS, () -> {
            if (once.compareAndSet(false, true)) {
                try {
                    deleted.set(scenario.table().files().get(0).path());
                    store.delete(deleted.get());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });

        CompactionReport report = compact(withDeleter);

        assertThat(report.results()).extracting(r -> r.ending()).containsExactly(Ending.FAILED, Ending.MERGED);
        assertThat(scenario.ids()).hasSize(scenario.expected().size() - 20);
        assertThat(store.list(root().child("dt=1")))
                .as("the other files of the failed merge, and nothing else")
                .hasSize(2);
    }

    @Test
    void filesThatAConnectorAddsMeanwhileAreNotTouched() throws Exception {
        List<Long> expected = new ArrayList<>(scenario.expected());
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread connector = new Thread(() -> {
            try (FileStore own = TestHdfs.store()) {
                TestTable table = new TestTable(own, root());
                for (long first = 10_000; !stop.get(); first += 20) {
                    table.add("dt=1", first, CrashScenario.NUMBER, CrashScenario.numbers(first, 20));
                    for (long id = first; id < first + 20; id++) {
                        expected.add(id);
                    }
                }
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            }
        });
        try (ReadingAllTheWhile reader = ReadingAllTheWhile.start(scenario.table(), scenario.expected())) {
            connector.start();
            for (int run = 0; run < 10; run++) {
                assertThat(compact(store).succeeded()).isTrue();
            }
            stop.set(true);
            connector.join();
            reader.stop();

            assertThat(failure.get()).isNull();
            assertThat(reader.wrong()).isEmpty();
            assertThat(reader.reads())
                    .as("whole reads; %d failed loudly", reader.failedLoudly())
                    .isGreaterThan(5);
            assertThat(scenario.ids()).isEqualTo(expected);
        }
    }
}
