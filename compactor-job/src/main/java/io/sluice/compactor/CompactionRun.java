/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.input.CorruptInputException;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.FooterMerge;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.OutputSchema;
import io.sluice.compactor.plan.RefusedFilesException;
import io.sluice.compactor.plan.TableFile;
import io.sluice.compactor.run.Engine;
import io.sluice.compactor.run.LocalEngine;
import io.sluice.compactor.run.MergeTask;
import io.sluice.compactor.run.MergeTask.Merged;
import io.sluice.compactor.swap.ModeChoice;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.compactor.swap.io.Swapper;
import io.sluice.compactor.swap.io.Swapper.Outcome;
import io.sluice.table.DataFileName;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.schema.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The merges of one plan, and their swaps. A file that stands in the way of its merge is left out, told as a failure of
 * its own, and the merge is tried again with the others. The caller holds the lease.
 */
final class CompactionRun implements Engine.Outcomes {

    private static final Logger log = LoggerFactory.getLogger(CompactionRun.class);

    /** A group whose files cannot be read one after the other: the file system is to blame, not they. */
    private static final int MAX_MERGES_OF_A_GROUP = 8;

    private final CompactorConfig config;
    private final FileStore store;
    private final TableLayout table;
    private final CompactionListener listener;
    private final SwapJournal journal;
    private final Swapper swapper;
    private final SwapChooser chooser;
    private final Map<Long, Open> open = new HashMap<>();
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private final AtomicLong bytesToMerge = new AtomicLong();
    private final List<MergeResult> results = new ArrayList<>();

    /**
     * A merge to be done.
     *
     * @param merges how many of it were begun before, with files that have been left out since
     */
    private record Attempt(MergeGroup group, int merges) {}

    /** A replacement that is under way. */
    private record Open(Attempt attempt, SwapState state) {}

    CompactionRun(
            CompactorConfig config,
            FileStore store,
            TableLayout table,
            CompactionListener listener,
            SwapJournal journal,
            Swapper swapper) {
        this.config = config;
        this.store = store;
        this.table = table;
        this.listener = listener;
        this.journal = journal;
        this.swapper = swapper;
        this.chooser = SwapChooser.trying(store, table, config);
    }

    /**
     * Merges and swaps.
     *
     * @param lastSequence the highest that a visible file carries
     */
    List<MergeResult> run(CompactionPlan plan, long lastSequence) throws IOException {
        Optional<TableSchema> schema = TableMetadata.open(store, table).map(TableMetadata::latest);
        long sequence = Math.max(journal.lastSequence(), lastSequence);
        plan.groups().forEach(group -> await(new Attempt(group, 0)));
        AtomicLong done = new AtomicLong();
        try (Engine engine = new LocalEngine(
                store, config.resources(), bytes -> listener.progress(done.addAndGet(bytes), bytesToMerge.get()))) {
            while (!waiting.isEmpty()) {
                List<MergeTask> tasks = new ArrayList<>();
                while (!waiting.isEmpty()) {
                    Attempt attempt = waiting.remove();
                    sequence++;
                    Optional<MergeTask> task = prepare(attempt, schema, sequence);
                    if (task.isPresent()) {
                        open.put(
                                sequence,
                                new Open(attempt, journal.open(task.get().intent())));
                        tasks.add(task.get());
                    }
                }
                engine.run(tasks, this);
            }
        }
        return results;
    }

    private void await(Attempt attempt) {
        waiting.add(attempt);
        bytesToMerge.addAndGet(rowBytes(attempt.group()));
    }

    private static long rowBytes(MergeGroup group) {
        return group.files().stream().mapToLong(f -> f.facts().liveBytes()).sum();
    }

    /** Everything that can be refused is refused here, before anything is written. */
    private Optional<MergeTask> prepare(Attempt attempt, Optional<TableSchema> schemaOfTable, long sequence)
            throws IOException {
        MergeGroup group = attempt.group();
        try {
            OutputSchema schema = OutputSchema.of(group.files(), schemaOfTable);
            requireMappable(group, schema);
            ModeChoice choice = chooser.choose(group);
            log.debug("{}: {}", group.partition(), choice);
            if (choice.mode().isPresent()) {
                return Optional.of(task(group, schema, sequence, choice.mode().get()));
            }
            finish(MergeResult.failed(group, choice.reason()));
        } catch (RefusedFilesException e) {
            leaveOut(attempt, e.reasons());
        } catch (NoSuchFileException e) {
            finish(MergeResult.failed(group, e.getMessage() + " is gone"));
        } catch (RuntimeException e) {
            // Of one schema or footer, and of no concern to other merges, whatever it is.
            log.debug("merge {} cannot be prepared", sequence, e);
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            finish(MergeResult.failed(group, message));
        }
        bytesToMerge.addAndGet(-rowBytes(group));
        return Optional.empty();
    }

    private MergeTask task(MergeGroup group, OutputSchema schema, long sequence, SwapMode mode) {
        MergeSpec spec = GroupSpec.of(group, schema, FooterMerge.of(group, schema, sequence), mode, config);
        return new MergeTask(intent(group, sequence, mode), spec);
    }

    private static void requireMappable(MergeGroup group, OutputSchema schema) {
        Map<MessageType, String> unmappable = new HashMap<>();
        group.files().stream().map(f -> f.facts().schema()).distinct().forEach(input -> {
            try {
                ColumnMapping mapping = ColumnMapping.of(input, schema.parquet(), schema.avro());
                log.debug("{}: {}", group.partition(), mapping);
            } catch (SchemaMismatchException e) {
                unmappable.put(input, e.getMessage());
            }
        });
        Map<StorePath, String> reasons = new LinkedHashMap<>();
        for (TableFile file : group.files()) {
            String why = unmappable.get(file.facts().schema());
            if (why != null) {
                reasons.put(file.entry().path(), file.entry().path() + ": " + why);
            }
        }
        if (!reasons.isEmpty()) {
            throw new RefusedFilesException(reasons);
        }
    }

    /** Tells of the bad files, and lets the others try again; if there are enough of them. */
    private void leaveOut(Attempt attempt, Map<StorePath, String> reasons) {
        MergeGroup group = attempt.group();
        List<TableFile> rest = group.files().stream()
                .filter(f -> !reasons.containsKey(f.entry().path()))
                .toList();
        boolean worthIt =
                rest.size() >= config.plan().minInputs() || rest.stream().anyMatch(TableFile::isAvro);
        if (!worthIt || attempt.merges() >= MAX_MERGES_OF_A_GROUP) {
            String why = reasons.values().iterator().next();
            finish(MergeResult.failed(group, why));
            return;
        }
        for (TableFile file : group.files()) {
            String why = reasons.get(file.entry().path());
            if (why != null) {
                MergeGroup alone = new MergeGroup(group.partition(), List.of(file));
                finish(MergeResult.failed(alone, why));
            }
        }
        await(new Attempt(new MergeGroup(group.partition(), rest), attempt.merges()));
    }

    private SwapIntent intent(MergeGroup group, long sequence, SwapMode mode) {
        StorePath directory = table.leaf(group.partition());
        return new SwapIntent(
                sequence,
                mode,
                directory,
                directory.child(DataFileName.merged(table.root().name(), sequence, "parquet")),
                group.files().stream()
                        .map(f -> new Source(
                                f.entry().path(),
                                f.entry().bytes(),
                                f.entry().fileId(),
                                f.facts().rows()))
                        .toList());
    }

    @Override
    public void merged(MergeTask task, Merged merged) throws IOException {
        Open swap = open.remove(task.intent().sequence());
        Outcome outcome = swapper.finish(journal.append(swap.state(), merged.written()));
        told(swap.attempt().group(), outcome, merged.rowBytes(), merged.removedRows());
    }

    @Override
    public void failed(MergeTask task, Exception cause) throws IOException {
        Open swap = open.remove(task.intent().sequence());
        log.debug("merge {} failed", task.intent().sequence(), cause);
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        Outcome outcome = swapper.abandon(swap.state(), message);
        Optional<StorePath> culprit =
                cause instanceof CorruptInputException corrupt ? corrupt.file() : Optional.empty();
        if (outcome instanceof Outcome.Failed && culprit.isPresent()) {
            Attempt again = new Attempt(swap.attempt().group(), swap.attempt().merges() + 1);
            leaveOut(again, Map.of(culprit.get(), message));
        } else {
            told(swap.attempt().group(), outcome, 0, 0);
        }
    }

    private void told(MergeGroup group, Outcome outcome, long rowBytes, long removedRows) {
        if (outcome instanceof Outcome.Done) {
            finish(MergeResult.merged(group, outcome.state().intent().visible(), rowBytes, removedRows));
        } else if (outcome instanceof Outcome.Failed failed) {
            finish(MergeResult.failed(group, failed.reason()));
        } else if (outcome instanceof Outcome.Orphaned orphaned) {
            finish(MergeResult.unknown(group, orphaned.reason()));
        } else {
            finish(MergeResult.unknown(group, ((Outcome.Unknown) outcome).reason()));
        }
    }

    private void finish(MergeResult result) {
        if (result.ending() != Ending.MERGED) {
            log.warn(
                    "{} of {} files in '{}': {}",
                    result.ending(),
                    result.group().files().size(),
                    result.group().partition(),
                    result.message());
        }
        results.add(result);
        listener.finished(result);
    }
}
