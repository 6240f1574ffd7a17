/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.TableSize;
import io.sluice.compactor.Housekeeping.Recovered;
import io.sluice.compactor.clean.CleanPlan;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.Planner;
import io.sluice.compactor.plan.TableFile;
import io.sluice.compactor.plan.io.TableScan;
import io.sluice.compactor.plan.io.TableScanner;
import io.sluice.compactor.run.ThrottledFileStore;
import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.LeaseFile;
import io.sluice.compactor.swap.io.Reclaimer;
import io.sluice.compactor.swap.io.RetiredDirectories;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compacts a table: recover what an earlier run left half done, scan, plan, merge, swap, clean. The only one on its table
 * (a lease sees to that), beside any number of readers and connectors.
 */
public final class Compactor {

    private final CompactorConfig config;
    private final FileStore store;
    private final TableLayout table;
    private final CompactionListener listener;
    private final SwapJournal journal;
    private final RetiredDirectories retired;
    private final Housekeeping housekeeping;
    private final InstantSource clock = InstantSource.system();

    private Compactor(CompactorConfig config, FileStore store, StorePath root, CompactionListener listener) {
        this.config = config;
        this.store = store;
        this.table = new TableLayout(root);
        this.listener = listener;
        this.journal = new SwapJournal(store, table);
        this.retired = new RetiredDirectories(store, table);
        this.housekeeping = new Housekeeping(store, table, listener, journal, retired);
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

    /**
     * Cleans and does not merge: brings half-done replacements to their end, deletes what they left, reclaims dead bytes
     * that are old enough. A dry run only tells what there is.
     *
     * @throws NoSuchFileException if there is no such table
     * @throws io.sluice.compactor.swap.io.CompactionLease.LeaseHeldException if another compactor is at work on it
     */
    public static CleanReport clean(
            CompactorConfig config, FileStore store, StorePath root, CompactionListener listener) throws IOException {
        return clean(config, store, root, ParkedSources.KEEP, listener);
    }

    /**
     * The same, where the user has decided.
     *
     * @param parked what is to become of sources whose merged file was deleted after its commit, before they were
     */
    public static CleanReport clean(
            CompactorConfig config, FileStore store, StorePath root, ParkedSources parked, CompactionListener listener)
            throws IOException {
        return new Compactor(config, store, root, listener).clean(parked);
    }

    private CompactionReport run() throws IOException {
        requireTable();
        if (config.dryRun()) {
            TableScan scan = scan();
            CompactionPlan plan = plan(scan, inDoubt(journal.load(), scan));
            SwapChooser chooser = SwapChooser.looking(store, table, config);
            for (MergeGroup group : plan.groups()) {
                listener.wouldSwap(group, chooser.describe(group));
            }
            return new CompactionReport(plan, 0, 0, List.of(), size(scan), size(scan));
        }
        try (LeaseFile lease = acquire()) {
            CompactionReport report = compact(lease);
            deleteRetired();
            return report;
        }
    }

    private CompactionReport compact(LeaseFile lease) throws IOException {
        Swapper swapper = new Swapper(store, table, journal, lease);
        Recovered found = housekeeping.recover(swapper, ParkedSources.KEEP);
        TableScan before = scan();
        housekeeping.clean(leftOvers(before, found.states()));
        long reclaimed = reclaim(before, lease);
        TableScan now = reclaimed == 0 ? before : scan();
        CompactionPlan plan = plan(now, inDoubt(found.states(), now));
        if (plan.isEmpty()) {
            return new CompactionReport(plan, found.recovered(), reclaimed, List.of(), size(before), size(now));
        }
        CompactionRun merges = new CompactionRun(config, store, table, listener, journal, swapper);
        var results = merges.run(plan, lastSequence(now));
        return new CompactionReport(plan, found.recovered(), reclaimed, results, size(before), size(scan()));
    }

    private CleanReport clean(ParkedSources parked) throws IOException {
        requireTable();
        if (config.dryRun()) {
            TableScan scan = scan();
            return new CleanReport(0, inventory(scan, housekeeping.leave()));
        }
        try (LeaseFile lease = acquire()) {
            Recovered found = housekeeping.recover(new Swapper(store, table, journal, lease), parked);
            TableScan scan = scan();
            CleanReport report = new CleanReport(found.recovered(), inventory(scan, found));
            housekeeping.clean(leftOvers(scan, found.states()));
            deleteRetired();
            reclaim(scan, lease);
            return report;
        }
    }

    private void deleteRetired() throws IOException {
        retired.delete(Math.min(config.listingMs(), config.reclaimDelayMs()), clock);
    }

    private CleanPlan leftOvers(TableScan scan, List<SwapState> states) {
        return CleanPlan.of(scan.hidden(), states, clock.millis());
    }

    private List<CleanReport.Item> inventory(TableScan scan, Recovered found) throws IOException {
        CleanPlan plan = leftOvers(scan, found.states());
        return housekeeping.inventory(scan, plan, found.parked(), config.reclaimDelayMs(), clock.millis());
    }

    private long reclaim(TableScan scan, LeaseFile lease) throws IOException {
        Reclaimer reclaimer =
                new Reclaimer(ThrottledFileStore.of(store, config.resources().bytesPerSecond()), lease);
        return housekeeping.reclaim(scan, config.reclaimDelayMs(), clock.millis(), reclaimer);
    }

    private void requireTable() throws IOException {
        if (store.status(table.root()).filter(FileEntry::directory).isEmpty()) {
            throw new NoSuchFileException(table.root().value(), null, "no such table");
        }
    }

    private LeaseFile acquire() throws IOException {
        return LeaseFile.acquire(store, table, "pid " + ProcessHandle.current().pid(), config.lease());
    }

    private TableScan scan() throws IOException {
        return TableScanner.scan(
                store,
                table.root(),
                config.avro(),
                Math.max(2, config.resources().threads()));
    }

    private CompactionPlan plan(TableScan scan, Set<StorePath> inDoubt) {
        CompactionPlan plan = Planner.plan(
                scan.files(),
                scan.unreadable(),
                inDoubt,
                // Rows that change their places are all copied, whatever the size of their row groups.
                config.merge().rewrite().isNone()
                        ? config.plan()
                        : config.plan().withMinRowGroupBytes(Long.MAX_VALUE),
                store.supportsConcat() ? SwapMode.CONCAT : SwapMode.RENAME,
                clock.millis());
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
