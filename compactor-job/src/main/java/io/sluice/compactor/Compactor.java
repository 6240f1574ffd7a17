/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.TableSize;
import io.sluice.compactor.clean.CleanPlan;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.Planner;
import io.sluice.compactor.plan.TableFile;
import io.sluice.compactor.plan.io.TableScan;
import io.sluice.compactor.plan.io.TableScanner;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.LeaseFile;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.compactor.swap.io.Swapper;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.parquet.FooterKeys;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts a table: recover what an earlier run left half done, scan, plan, merge, swap, clean. The only one on its table
 * (a lease sees to that), beside any number of readers and connectors.
 */
public final class Compactor {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final CompactorConfig config;
    private final FileStore store;
    private final TableLayout table;
    private final CompactionListener listener;
    private final SwapJournal journal;
    private int recovered;

    private Compactor(CompactorConfig config, FileStore store, StorePath root, CompactionListener listener) {
        this.config = config;
        this.store = store;
        this.table = new TableLayout(root);
        this.listener = listener;
        this.journal = new SwapJournal(store, table);
    }

    /**
     * Runs once.
     *
     * @param root of the table: a table of Sluice, or any directory of Parquet files with or without partitions
     * @return what was done; merges that failed are in it, and the others have gone on
     * @throws NoSuchFileException if there is no such table
     * @throws io.sluice.compactor.swap.io.CompactionLease.LeaseHeldException if another compactor is at work on it
     * @throws IOException if the file system fails, or the lease is lost; whatever was half done then is brought to its
     *     end, or back, by the next run
     */
    public static CompactionReport run(
            CompactorConfig config, FileStore store, StorePath root, CompactionListener listener) throws IOException {
        return new Compactor(config, store, root, listener).run();
    }

    private CompactionReport run() throws IOException {
        if (store.status(table.root()).filter(FileEntry::directory).isEmpty()) {
            throw new NoSuchFileException(table.root().value(), null, "no such table");
        }
        if (config.dryRun()) {
            TableScan scan = scan();
            CompactionPlan plan = plan(scan, inDoubt(journal.load(), scan));
            return new CompactionReport(plan, 0, List.of(), size(scan), size(scan));
        }
        String holder = "pid " + ProcessHandle.current().pid();
        try (LeaseFile lease = LeaseFile.acquire(store, table, holder, config.lease())) {
            Swapper swapper = new Swapper(store, journal, lease);
            List<SwapState> states = recover(swapper);
            TableScan before = scan();
            clean(CleanPlan.of(before.hidden(), states));
            CompactionPlan plan = plan(before, inDoubt(states, before));
            if (plan.isEmpty()) {
                return new CompactionReport(plan, recovered, List.of(), size(before), size(before));
            }
            CompactionRun merges = new CompactionRun(config, store, table, listener, journal, swapper);
            var results = merges.run(plan, lastSequence(before));
            return new CompactionReport(plan, recovered, results, size(before), size(scan()));
        }
    }

    /** Brings what earlier runs left half done to an end; what cannot be judged stays as it is. */
    private List<SwapState> recover(Swapper swapper) throws IOException {
        List<SwapState> states = new ArrayList<>();
        for (SwapState state : journal.load()) {
            if (state.stage().isFinal()) {
                states.add(state);
                continue;
            }
            Swapper.Outcome outcome = swapper.recover(state);
            String words = outcome instanceof Swapper.Outcome.Done
                    ? "completed"
                    : outcome instanceof Swapper.Outcome.Failed failed
                            ? "rolled back: " + failed.reason()
                            : "left alone: " + ((Swapper.Outcome.Unknown) outcome).reason();
            log.info("merge {} of {} was half done; {}", state.intent().sequence(), table.root(), words);
            listener.recovered(state.intent().sequence(), words);
            states.add(outcome.state());
            recovered++;
        }
        return states;
    }

    private TableScan scan() throws IOException {
        return TableScanner.scan(store, table.root(), Math.max(2, config.threads()));
    }

    private CompactionPlan plan(TableScan scan, Set<StorePath> inDoubt) {
        CompactionPlan plan = Planner.plan(
                scan.files(),
                scan.unreadable(),
                inDoubt,
                config.plan(),
                store.supportsConcat() ? SwapMode.CONCAT : SwapMode.RENAME,
                InstantSource.system().millis());
        listener.planned(plan);
        return plan;
    }

    /** Files that somebody may still do something about. */
    private Set<StorePath> inDoubt(List<SwapState> states, TableScan scan) throws IOException {
        Set<StorePath> paths = new HashSet<>();
        states.stream().filter(s -> !s.stage().isFinal()).forEach(s -> {
            paths.add(s.intent().visible());
            s.intent().sources().forEach(source -> paths.add(source.path()));
        });
        if (!store.supportsConcat()) {
            Set<Long> beingPublished = new HashSet<>();
            collectFileIds(table.hidden().child("work"), beingPublished);
            scan.files().stream()
                    .filter(f -> beingPublished.contains(f.entry().fileId()))
                    .forEach(f -> paths.add(f.entry().path()));
        }
        return paths;
    }

    /**
     * A local rename is a link and an unlink. If a connector died between the two, it will publish the file once more: so
     * what is in a work directory too, under another name, is not merged.
     */
    private void collectFileIds(StorePath directory, Set<Long> fileIds) throws IOException {
        if (store.status(directory).isEmpty()) {
            return;
        }
        for (FileEntry entry : store.list(directory)) {
            if (entry.directory()) {
                collectFileIds(entry.path(), fileIds);
            } else {
                fileIds.add(entry.fileId());
            }
        }
    }

    private void clean(CleanPlan plan) throws IOException {
        for (StorePath file : plan.files()) {
            store.delete(file);
        }
        for (long sequence : plan.journals()) {
            journal.forget(sequence);
        }
    }

    /** The journal can be lost, the names of visible files cannot be used again all the same. */
    private static long lastSequence(TableScan scan) {
        return scan.files().stream()
                .map(f -> f.facts().keyValues().get(FooterKeys.MERGE_SEQUENCE))
                .filter(s -> s != null && s.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    private static TableSize size(TableScan scan) {
        return new TableSize(
                scan.files().size(),
                scan.files().stream().mapToLong(f -> f.facts().rows()).sum(),
                scan.files().stream().mapToLong(f -> f.entry().bytes()).sum(),
                scan.files().stream()
                        .mapToLong(f -> f.facts().rowGroupBytes().size())
                        .sum(),
                scan.files().stream().mapToLong(TableFile::deadBytes).sum());
    }
}
