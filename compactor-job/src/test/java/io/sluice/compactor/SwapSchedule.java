/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.merge.rows.Deduplication;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.LeaseFile;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What happens to a table, by a seed. The rows that readers ought to see are kept beside it: those that the connector has
 * added, without those of files that the user has deleted.
 */
final class SwapSchedule {

    /** Opens a client of its own, as another process would have. */
    interface Clients {
        FileStore open() throws IOException;
    }

    private static final List<String> PARTITIONS = List.of("dt=1", "dt=2");
    private static final LeaseFile.Timing SILENT = new LeaseFile.Timing(3_600_000, 30);
    private static final Rewrite BY_ID = new Rewrite(
            Optional.of(new Deduplication(List.of("id"), Optional.empty())), Optional.empty(), SortSpace.DEFAULT);
    private static final int STEPS = 7;
    private static final int OPERATIONS = 110;

    private final Random random;
    private final FileStore store;
    private final TestTable table;
    private final Clients clients;
    private final Set<Long> expected = new TreeSet<>();
    private final List<String> history = new ArrayList<>();
    private long next;

    SwapSchedule(long seed, FileStore store, StorePath root, Clients clients) {
        this.random = new Random(seed);
        this.store = store;
        this.table = new TestTable(store, root);
        this.clients = clients;
        history.add("seed " + seed);
    }

    void run() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            add(table);
        }
        for (int step = 0; step < STEPS; step++) {
            step();
            check(store.supportsConcat());
        }
        CompactionReport report = Compactor.run(config(), store, table.root(), CompactionListener.NONE);
        history.add("a run to its end: " + report.results());
        // Whoever deleted a merged file whose sources were still parked meant its rows.
        Compactor.clean(config(), store, table.root(), ParkedSources.DROP, CompactionListener.NONE);
        check(true);
        assertThat(report.succeeded()).as("%s", history).isTrue();
        for (SwapState state : new SwapJournal(store, new TableLayout(table.root())).load()) {
            assertThat(state.stage().isFinal()).as("%s: %s", history, state).isTrue();
        }
        for (String partition : PARTITIONS) {
            if (store.status(table.root().child(partition)).isPresent()) {
                assertThat(store.list(table.root().child(partition)))
                        .as("%s", history)
                        .noneMatch(f -> f.path().hidden());
            }
        }
    }

    private CompactorConfig config() {
        CompactorConfig config = CrashScenario.config().withLease(SILENT);
        if (random.nextBoolean()) {
            config = config.withMinRowGroupBytes(1);
        }
        if (random.nextInt(4) == 0) {
            config = config.withRewrite(BY_ID);
        }
        if (random.nextBoolean()) {
            config = config.withRenames(true);
        }
        return random.nextBoolean() ? config.withReclaimDelayMs(0) : config;
    }

    private void step() throws IOException, InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> add(table);
            case 1 -> delete(table, "");
            case 2 -> two();
            default -> one();
        }
    }

    /** A compactor that dies, or not, while somebody else is at work on the table too. */
    private void one() throws IOException {
        long dies = random.nextInt(OPERATIONS);
        long meddles = random.nextInt(OPERATIONS / 2);
        Moment moment = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
        boolean adds = random.nextBoolean();
        boolean cleans = random.nextInt(6) == 0;
        CompactorConfig config = config();
        try (FileStore client = clients.open();
                FileStore others = clients.open()) {
            TestTable theirs = new TestTable(others, table.root());
            long[] operations = {0};
            FileStore meddled = new WatchedFileStore(client, operation -> {
                if (++operations[0] == meddles) {
                    history.add("before " + operation);
                    aside(() -> {
                        if (adds) {
                            add(theirs);
                        } else {
                            delete(theirs, operation);
                        }
                    });
                }
            });
            CrashingFileStore dying = CrashingFileStore.crashingAt(dies, moment, meddled);
            try {
                if (cleans) {
                    Compactor.clean(config, dying, table.root(), CompactionListener.NONE);
                } else {
                    Compactor.run(config, dying, table.root(), CompactionListener.NONE);
                }
                history.add("a run");
            } catch (SimulatedCrash e) {
                if (client instanceof io.sluice.table.hadoop.HadoopFileStore hadoop) {
                    hadoop.fileSystem().getClient().closeAllFilesBeingWritten(true);
                }
                history.add("a run that dies " + e.getMessage());
            } catch (IOException e) {
                history.add("a run that gives up: " + e);
            }
        }
    }

    /** What others do. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    /** In a thread of their own: the compactor's are interrupted when it dies, and a deed would be half done. */
    private static void aside(Deed deed) throws IOException {
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread others = new Thread(() -> {
            try {
                deed.run();
            } catch (IOException e) {
                failure.set(e);
            }
        });
        others.start();
        boolean interrupted = false;
        while (others.isAlive()) {
            try {
                others.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Two at once, each takes the other for dead. */
    private void two() throws IOException, InterruptedException {
        List<CompactorConfig> configs = List.of(config(), config());
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (CompactorConfig config : configs) {
            threads.add(new Thread(() -> {
                try (FileStore client = clients.open()) {
                    Compactor.run(config, client, table.root(), CompactionListener.NONE);
                } catch (IOException e) {
                    // One gives way: that is how it should be.
                    synchronized (history) {
                        history.add("one of two gives way: " + e);
                    }
                } catch (RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        history.add("two at once");
        assertThat(failures).as("%s", history).isEmpty();
    }

    private void add(TestTable by) throws IOException {
        int rows = 1 + random.nextInt(40);
        by.add(
                PARTITIONS.get(random.nextInt(PARTITIONS.size())),
                next,
                CrashScenario.NUMBER,
                CrashScenario.numbers(next, rows));
        for (int i = 0; i < rows; i++) {
            expected.add(next++);
        }
        history.add("the connector adds " + rows + " rows");
    }

    /**
     * A visible file, with whatever rows it has at this moment; but none that comes back, as the docs say: one that is just
     * being reclaimed, a merged one whose sources are still parked, or one beside which an exchange is not settled.
     *
     * @param operation that the compactor does next
     */
    private void delete(TestTable by, String operation) throws IOException {
        List<FileEntry> files = new ArrayList<>();
        for (FileEntry file : by.files()) {
            boolean replaced = operation.startsWith("replace ")
                    && operation.contains(file.path().value());
            if (!replaced && !hasParkedSources(file.path())) {
                files.add(file);
            }
        }
        if (!files.isEmpty()) {
            FileEntry file = files.get(random.nextInt(files.size()));
            List<Long> ids = CrashScenario.ids(by.read(file));
            // Or nothing, if it was merged since it was listed: the compactor goes on in a thread of its own.
            if (by.delete(file)) {
                expected.removeAll(Set.copyOf(ids));
                history.add("the user deletes " + ids.size() + " rows in "
                        + file.path().name());
            }
        }
    }

    private boolean hasParkedSources(StorePath file) throws IOException {
        if (store.list(table.root()).stream().anyMatch(f -> f.path().name().endsWith(".generation"))) {
            return true;
        }
        String name = file.name();
        int merged = name.indexOf("+merged+");
        if (merged < 0) {
            return false;
        }
        String sequence = name.substring(merged + "+merged+".length(), name.lastIndexOf('.'));
        return store.list(file.parent()).stream()
                .map(entry -> entry.path().name())
                .anyMatch(n -> n.startsWith(".sluice-merge-" + sequence + ".parked"));
    }

    /**
     * What readers see.
     *
     * @param whole whether all rows have to be there: with renames, some can be hidden until the next run
     */
    private void check(boolean whole) throws IOException {
        List<Long> found = CrashScenario.ids(table.read());
        assertThat(found).as("%s", history).doesNotHaveDuplicates();
        if (whole) {
            assertThat(found).as("%s", history).isEqualTo(List.copyOf(expected));
        } else {
            assertThat(expected).as("%s", history).containsAll(found);
        }
    }
}
