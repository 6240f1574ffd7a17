/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.CleanReport.Kind;
import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapStage;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A compactor dies after a merge by renames is committed, and a user deletes the merged file before the sources are: they
 * are the only copy of its rows, and nobody but the user knows whether they are wanted.
 */
class OrphanedSourcesTest {

    private static final String PARTITION = "dt=1";

    @TempDir
    Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final List<String> told = new ArrayList<>();
    private final CompactionListener listener = new CompactionListener() {
        @Override
        public void recovered(long sequence, String outcome) {
            told.add(outcome);
        }
    };
    private StorePath root;
    private CrashScenario scenario;
    private SwapState merge;

    /** The first operation after the commit, found from the end. */
    @BeforeEach
    void dieBetweenCommitAndClean() throws IOException {
        long last = scenario("counted").operations();
        for (long operation = last; merge == null; operation--) {
            scenario = scenario("t" + operation);
            scenario.fill();
            scenario.dieAt(store, operation, Moment.BEFORE);
            List<FileEntry> files = store.list(root.child(PARTITION));
            for (SwapState state : new SwapJournal(store, new TableLayout(root)).load()) {
                boolean nothingCleaned =
                        files.size() == 1 + state.intent().sources().size();
                merge = state.stage() == SwapStage.COMMITTED && nothingCleaned ? state : null;
            }
        }
    }

    private CrashScenario scenario(String name) {
        root = new StorePath(directory.toString()).child(name);
        return new CrashScenario(store, root, PARTITION).by(SwapMode.RENAME);
    }

    private CompactionReport run() throws IOException {
        return Compactor.run(CrashScenario.config().withSwapModes(List.of(SwapMode.RENAME)), store, root, listener);
    }

    private CleanReport clean(ParkedSources parked) throws IOException {
        return Compactor.clean(CrashScenario.config(), store, root, parked, listener);
    }

    private List<Kind> kinds(CleanReport report) {
        return report.items().stream().map(CleanReport.Item::kind).toList();
    }

    private SwapStage stage() throws IOException {
        return new SwapJournal(store, new TableLayout(root))
                .load().stream()
                        .filter(s -> s.intent().sequence() == merge.intent().sequence())
                        .findFirst()
                        .orElseThrow()
                        .stage();
    }

    @Test
    void everyRunTellsOfThemAndGoesOnWithThePartition() throws IOException {
        store.delete(merge.intent().visible());
        for (int file = 0; file < 2; file++) {
            scenario.table().add(PARTITION, 5_000 + file, CrashScenario.NUMBER, CrashScenario.numbers(5_000 + file, 1));
        }

        CompactionReport report = run();

        assertThat(told)
                .singleElement()
                .asString()
                .contains("was deleted after")
                .contains("--parked restore");
        assertThat(report.succeeded()).isTrue();
        assertThat(report.merged()).isEqualTo(1);
        assertThat(scenario.ids()).containsExactly(5_000L, 5_001L);
        run();
        assertThat(told).hasSize(2);
        CleanReport dry = Compactor.clean(CrashScenario.config().asDryRun(), store, root, listener);
        assertThat(kinds(dry)).containsOnly(Kind.PARKED).hasSize(3);
        assertThat(told).as("a dry run recovers nothing").hasSize(2);
        assertThat(clean(ParkedSources.KEEP).items()).isEqualTo(dry.items());
    }

    @Test
    void theyComeBackWhenTheUserSaysSo() throws IOException {
        List<Long> before = scenario.expected();
        store.delete(merge.intent().visible());

        clean(ParkedSources.RESTORE);

        assertThat(told).singleElement().asString().contains("have their names back");
        assertThat(scenario.ids()).isEqualTo(before);
        assertThat(stage()).isEqualTo(SwapStage.CLEANED);
        assertThat(run().merged()).as("as if there had been no merge").isEqualTo(1);
        assertThat(scenario.ids()).isEqualTo(before);
    }

    @Test
    void theyDoNotTakeTheNameOfAnother() throws IOException {
        store.delete(merge.intent().visible());
        StorePath taken = merge.intent().sources().get(0).path();
        TestTable.write(store, taken, CrashScenario.NUMBER, CrashScenario.numbers(7_000, 1), java.util.Map.of());

        assertThatThrownBy(() -> clean(ParkedSources.RESTORE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.value())
                .hasMessageContaining("move that one away");
        assertThat(scenario.ids()).containsExactly(7_000L);

        store.delete(taken);
        clean(ParkedSources.RESTORE);
        assertThat(scenario.ids()).isEqualTo(scenario.expected());
    }

    @Test
    void theyGoWhenTheUserSaysSo() throws IOException {
        store.delete(merge.intent().visible());

        clean(ParkedSources.DROP);

        assertThat(told).singleElement().asString().contains("are deleted");
        assertThat(store.list(root.child(PARTITION))).isEmpty();
        assertThat(stage()).isEqualTo(SwapStage.CLEANED);
    }

    @Test
    void aMergedFileThatIsThereIsNobodysQuestion() throws IOException {
        clean(ParkedSources.RESTORE);

        assertThat(told).containsExactly("completed");
        assertThat(scenario.ids()).isEqualTo(scenario.expected());
        assertThat(store.list(root.child(PARTITION)))
                .extracting(FileEntry::path)
                .containsExactly(merge.intent().visible());
    }

    @Test
    void aPartitionThatIsGoneIsOver() throws IOException {
        store.delete(root.child(PARTITION));

        assertThat(run().succeeded()).isTrue();

        assertThat(told).containsExactly("completed");
        assertThat(stage()).isEqualTo(SwapStage.CLEANED);
    }
}
