/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.compactor.plan.PartitionFilter;
import io.sluice.compactor.plan.PlanOptions;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.LeaseFile;
import io.sluice.compactor.swap.io.RetiredDirectories;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.testing.CrashingFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.SimulatedCrash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * A table that is compacted while the process dies: at each operation that changes something, before or after its
 * effect.
 */
final class CrashScenario {

    static final Schema NUMBER =
            SchemaBuilder.record("Number").fields().requiredLong("id").endRecord();

    /** Dies without a heartbeat: what happens at which operation is then the same in each run. */
    private static final LeaseFile.Timing NO_HEARTBEAT = new LeaseFile.Timing(3_600_000, 50);

    private static final int FILES = 3;
    private static final int ROWS = 20;

    private final TestTable table;
    private final FileStore store;
    private final List<String> partitions;
    private CompactorConfig config = config();

    CrashScenario(FileStore store, StorePath root, String... partitions) {
        this.store = store;
        this.table = new TestTable(store, root);
        this.partitions = List.of(partitions);
    }

    private static long firstOf(String partition) {
        return 1_000L * Integer.parseInt(partition.substring("dt=".length()));
    }

    /** From now on files are replaced in this way. */
    CrashScenario by(SwapMode mode) {
        config = config.withSwapModes(List.of(mode));
        return this;
    }

    TestTable table() {
        return table;
    }

    static List<GenericRecord> numbers(long from, int count) {
        return LongStream.range(from, from + count)
                .<GenericRecord>mapToObj(
                        id -> new GenericRecordBuilder(NUMBER).set("id", id).build())
                .toList();
    }

    void fill() throws IOException {
        for (int file = 0; file < FILES; file++) {
            for (String partition : partitions) {
                long first = firstOf(partition) + (long) file * ROWS;
                table.add(partition, first, NUMBER, numbers(first, ROWS));
            }
        }
    }

    static CompactorConfig config() {
        return CompactorConfig.defaults()
                .withSwapModes(List.of(SwapMode.CONCAT, SwapMode.RENAME))
                .withPlan(new PlanOptions(1 << 20, 2, 100, 0, PartitionFilter.ALL))
                .withListingMs(0)
                .withLease(NO_HEARTBEAT);
    }

    /** Runs through once; returns how many operations there are to die at. */
    long operations() throws IOException {
        fill();
        CrashingFileStore counting = CrashingFileStore.counting(store);
        CompactionReport report = Compactor.run(config, counting, table.root(), CompactionListener.NONE);
        assertThat(report.merged()).isEqualTo(partitions.size());
        return counting.operations();
    }

    /** Runs until the process dies. */
    List<String> dieAt(FileStore process, long operation, Moment moment) {
        CrashingFileStore dying = CrashingFileStore.crashingAt(operation, moment, process);
        assertThatThrownBy(() -> Compactor.run(config, dying, table.root(), CompactionListener.NONE))
                .isInstanceOf(SimulatedCrash.class);
        return dying.history();
    }

    List<Long> ids() throws IOException {
        return ids(table.read());
    }

    static List<Long> ids(List<GenericRecord> records) {
        return records.stream().map(r -> (Long) r.get("id")).sorted().toList();
    }

    List<Long> expected() {
        List<Long> ids = new ArrayList<>();
        for (String partition : partitions) {
            LongStream.range(firstOf(partition), firstOf(partition) + FILES * ROWS)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** The next start: all rows are there once, each partition is one file, and nothing half done is left. */
    void recoverAndCheck(List<String> history) throws IOException {
        CompactionReport report = Compactor.run(config, store, table.root(), CompactionListener.NONE);

        assertThat(report.succeeded())
                .as("after %s: %s", last(history), report.results())
                .isTrue();
        assertThat(ids()).as("after %s", last(history)).isEqualTo(expected());
        assertThat(table.files()).as("after %s", last(history)).hasSize(partitions.size());
        for (SwapState state : new SwapJournal(store, new TableLayout(table.root())).load()) {
            assertThat(state.stage().isFinal())
                    .as("%s after %s", state, last(history))
                    .isTrue();
        }
        for (String partition : partitions) {
            assertThat(store.list(table.root().child(partition)))
                    .as("left in %s after %s", partition, last(history))
                    .extracting(FileEntry::path)
                    .noneMatch(StorePath::hidden);
        }
        assertThat(store.list(table.root()))
                .as("left beside the partitions after %s", last(history))
                .extracting(f -> f.path().name())
                .noneMatch(name -> name.startsWith(".sluice-"));
        assertThat(new RetiredDirectories(store, new TableLayout(table.root())).kept())
                .as("kept for listings after %s", last(history))
                .isEmpty();
        assertThat(store.status(table.root().child(".sluice/compaction/lease"))).isEmpty();
    }

    static String last(List<String> history) {
        return history.isEmpty() ? "nothing" : history.get(history.size() - 1);
    }
}
