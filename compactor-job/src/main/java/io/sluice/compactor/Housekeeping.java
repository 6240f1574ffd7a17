/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CleanReport.Item;
import io.sluice.compactor.CleanReport.Kind;
import io.sluice.compactor.clean.CleanPlan;
import io.sluice.compactor.clean.Reclaims;
import io.sluice.compactor.plan.TableFile;
import io.sluice.compactor.plan.io.TableScan;
import io.sluice.compactor.swap.ParkedSources;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.CompactionLease.LeaseLostException;
import io.sluice.compactor.swap.io.Reclaimer;
import io.sluice.compactor.swap.io.RetiredDirectories;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.compactor.swap.io.SwapSurvey;
import io.sluice.compactor.swap.io.Swapper;
import io.sluice.compactor.swap.io.Swapper.Outcome;
import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.parquet.FooterKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be put in order before a table is compacted, or instead. What it changes, the holder of the lease asks for. */
final class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final FileStore store;
    private final TableLayout table;
    private final CompactionListener listener;
    private final SwapJournal journal;
    private final RetiredDirectories retired;

    Housekeeping(
            FileStore store,
            TableLayout table,
            CompactionListener listener,
            SwapJournal journal,
            RetiredDirectories retired) {
        this.store = store;
        this.table = table;
        this.listener = listener;
        this.journal = journal;
        this.retired = retired;
    }

    /**
     * Replacements as recovery has left them.
     *
     * @param recovered how many of them it has brought to an end
     * @param parked hidden sources whose merged file was deleted after its commit
     */
    record Recovered(List<SwapState> states, int recovered, Set<StorePath> parked) {}

    /**
     * Brings what earlier runs left half done to an end; what cannot be judged stays as it is.
     *
     * @param wanted what is to become of sources that are left without their merged file
     */
    Recovered recover(Swapper swapper, ParkedSources wanted) throws IOException {
        List<SwapState> states = new ArrayList<>();
        Set<StorePath> parked = new HashSet<>();
        int recovered = 0;
        for (SwapState state : journal.load()) {
            if (state.stage().isFinal()) {
                states.add(state);
                continue;
            }
            Outcome outcome = swapper.finish(state);
            String words = words(outcome);
            if (outcome instanceof Outcome.Orphaned && wanted != ParkedSources.KEEP) {
                outcome = swapper.finish(outcome.state(), wanted);
                words = "its file was deleted after the merge; its sources "
                        + (wanted == ParkedSources.RESTORE ? "have their names back" : "are deleted");
            }
            log.info("merge {} of {} was half done; {}", state.intent().sequence(), table.root(), words);
            listener.recovered(state.intent().sequence(), words);
            states.add(outcome.state());
            if (outcome instanceof Outcome.Orphaned orphaned) {
                parked.addAll(parkedBy(orphaned.state().intent()));
            } else {
                recovered++;
            }
        }
        return new Recovered(states, recovered, parked);
    }

    /** What earlier runs left half done, as it is. */
    Recovered leave() throws IOException {
        List<SwapState> states = journal.load();
        Set<StorePath> parked = new HashSet<>();
        SwapSurvey survey = new SwapSurvey(store);
        for (SwapState state : states) {
            if (survey.orphaned(state)) {
                parked.addAll(parkedBy(state.intent()));
            }
        }
        return new Recovered(states, 0, parked);
    }

    private static List<StorePath> parkedBy(SwapIntent intent) {
        return IntStream.range(0, intent.sources().size())
                .mapToObj(intent::parked)
                .toList();
    }

    private static String words(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return "rolled back: " + failed.reason();
        } else if (outcome instanceof Outcome.Orphaned orphaned) {
            return orphaned.reason();
        } else if (outcome instanceof Outcome.Unknown unknown) {
            return "left alone: " + unknown.reason();
        }
        return "completed";
    }

    /** Deletes what no reader and no recovery needs. */
    void clean(CleanPlan plan) throws IOException {
        for (StorePath file : plan.files()) {
            store.delete(file);
        }
        for (long sequence : plan.journals()) {
            journal.forget(sequence);
        }
    }

    /**
     * Rids merged files of dead bytes that are old enough.
     *
     * @return bytes reclaimed
     */
    long reclaim(TableScan scan, long delayMs, long nowMs, Reclaimer reclaimer) throws IOException {
        long reclaimed = 0;
        for (TableFile file : Reclaims.due(scan.files(), delayMs, nowMs)) {
            String sequence = file.facts().keyValues().get(FooterKeys.MERGE_SEQUENCE);
            if (sequence == null || !sequence.matches("\\d{1,18}")) {
                continue;
            }
            reclaimed += reclaim(file, Long.parseLong(sequence), reclaimer);
        }
        return reclaimed;
    }

    /** What goes wrong with one file is no reason to leave the others, or to merge nothing. */
    private long reclaim(TableFile file, long sequence, Reclaimer reclaimer) throws IOException {
        try {
            long bytes = reclaimer.reclaim(file.entry(), sequence);
            if (bytes > 0) {
                log.info("{}: {} dead bytes reclaimed", file.entry().path(), bytes);
                listener.reclaimed(file.entry().path(), bytes);
            }
            return bytes;
        } catch (LeaseLostException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            log.warn("{} keeps its dead bytes", file.entry().path(), e);
            listener.notReclaimed(file.entry().path(), String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /** What there is beside the rows, by a scan from before anything was cleaned. */
    List<Item> inventory(TableScan scan, CleanPlan plan, Set<StorePath> parked, long delayMs, long nowMs)
            throws IOException {
        List<Item> items = new ArrayList<>();
        Set<StorePath> goes = new HashSet<>(plan.files());
        for (FileEntry hidden : scan.hidden()) {
            if (goes.contains(hidden.path())) {
                items.add(new Item(hidden.path(), hidden.bytes(), Kind.LEFTOVER));
            } else if (CleanPlan.isOurs(hidden.path())) {
                Kind kind = parked.contains(hidden.path()) ? Kind.PARKED : Kind.IN_DOUBT;
                items.add(new Item(hidden.path(), hidden.bytes(), kind));
            }
        }
        for (FileEntry directory : retired.kept()) {
            items.add(new Item(directory.path(), bytes(directory), Kind.RETIRED));
        }
        Set<TableFile> due = new HashSet<>(Reclaims.due(scan.files(), delayMs, nowMs));
        for (TableFile file : Reclaims.worth(scan.files())) {
            Kind kind = due.contains(file) ? Kind.DEAD : Kind.DEAD_WAITING;
            items.add(new Item(file.entry().path(), file.deadBytes(), kind));
        }
        StorePath work = table.hidden().child("work");
        if (store.status(work).isPresent()) {
            for (FileEntry ofPartition : store.list(work)) {
                staged(ofPartition, items);
            }
        }
        return items;
    }

    private void staged(FileEntry directory, List<Item> items) throws IOException {
        long bytes = bytes(directory);
        if (bytes > 0) {
            items.add(new Item(directory.path(), bytes, Kind.STAGED));
        }
    }

    private long bytes(FileEntry entry) throws IOException {
        if (!entry.directory()) {
            return entry.bytes();
        }
        long bytes = 0;
        for (FileEntry child : store.list(entry.path())) {
            bytes += bytes(child);
        }
        return bytes;
    }
}
