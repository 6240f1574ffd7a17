/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.CompactionReport.Ending;
import io.sluice.compactor.CompactionReport.MergeResult;
import io.sluice.compactor.merge.MergeInput;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.mapping.ColumnMapping;
import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.FooterMerge;
import io.sluice.compactor.plan.FooterMerge.ConflictingFootersException;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.OutputSchema;
import io.sluice.compactor.run.Engine;
import io.sluice.compactor.run.LocalEngine;
import io.sluice.compactor.run.MergeTask;
import io.sluice.compactor.run.MergeTask.Merged;
import io.sluice.compactor.swap.SwapIntent;
import io.sluice.compactor.swap.SwapIntent.Source;
import io.sluice.compactor.swap.SwapMode;
import io.sluice.compactor.swap.SwapState;
import io.sluice.compactor.swap.io.SwapJournal;
import io.sluice.compactor.swap.io.Swapper;
import io.sluice.compactor.swap.io.Swapper.Outcome;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.table.DataFileName;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The merges of one plan, and their swaps. The caller holds the lease. */
final class CompactionRun implements Engine.Outcomes {

    private static final Logger log = LoggerFactory.getLogger(CompactionRun.class);

    private final CompactorConfig config;
    private final FileStore store;
    private final TableLayout table;
    private final CompactionListener listener;
    private final SwapJournal journal;
    private final Swapper swapper;
    private final Map<Long, Open> open = new HashMap<>();
    private final List<MergeResult> results = new ArrayList<>();

    /** A replacement that is under way. */
    private record Open(MergeGroup group, SwapState state) {}

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
    }

    /**
     * Merges and swaps.
     *
     * @param lastSequence the highest that a visible file carries
     */
    List<MergeResult> run(CompactionPlan plan, long lastSequence) throws IOException {
        Optional<TableSchema> schema = TableMetadata.open(store, table).map(TableMetadata::latest);
        long sequence = Math.max(journal.lastSequence(), lastSequence);
        List<MergeTask> tasks = new ArrayList<>();
        for (MergeGroup group : plan.groups()) {
            sequence++;
            Optional<MergeTask> task = prepare(group, schema, sequence);
            if (task.isPresent()) {
                open.put(sequence, new Open(group, journal.open(task.get().intent())));
                tasks.add(task.get());
            }
        }
        long total = plan.groups().stream().mapToLong(CompactionRun::rowBytes).sum();
        AtomicLong done = new AtomicLong();
        try (Engine engine =
                new LocalEngine(store, config.threads(), bytes -> listener.progress(done.addAndGet(bytes), total))) {
            engine.run(tasks, this);
        }
        return results;
    }

    private static long rowBytes(MergeGroup group) {
        return group.files().stream().mapToLong(f -> f.facts().liveBytes()).sum();
    }

    /** Everything that can be refused is refused here, before anything is written. */
    private Optional<MergeTask> prepare(MergeGroup group, Optional<TableSchema> schemaOfTable, long sequence) {
        try {
            OutputSchema schema = OutputSchema.of(group.files(), schemaOfTable);
            group.files().stream()
                    .map(f -> f.facts().schema())
                    .distinct()
                    .forEach(s -> requireMappable(group, s, schema));
            MergeSpec spec = new MergeSpec(
                    group.files().stream()
                            .map(f -> new MergeInput(
                                    f.entry().path(),
                                    f.facts().schema(),
                                    f.facts().rowGroupBytes(),
                                    f.facts().rows()))
                            .toList(),
                    schema.parquet(),
                    schema.avro(),
                    FooterMerge.of(group, schema, sequence),
                    codec(group),
                    config.rowGroupBytes());
            return Optional.of(new MergeTask(intent(group, sequence), spec));
        } catch (IncompatibleSchemaException | SchemaMismatchException | ConflictingFootersException e) {
            finish(new MergeResult(group, Ending.FAILED, Optional.empty(), 0, e.getMessage()));
            return Optional.empty();
        }
    }

    private static void requireMappable(MergeGroup group, MessageType input, OutputSchema schema) {
        try {
            ColumnMapping mapping = ColumnMapping.of(input, schema.parquet(), schema.avro());
            log.debug("{}: {}", group.partition(), mapping);
        } catch (SchemaMismatchException e) {
            StorePath file = group.files().stream()
                    .filter(f -> f.facts().schema().equals(input))
                    .findFirst()
                    .orElseThrow()
                    .entry()
                    .path();
            throw new SchemaMismatchException(file + ": " + e.getMessage());
        }
    }

    private SwapIntent intent(MergeGroup group, long sequence) {
        StorePath directory = table.leaf(group.partition());
        return new SwapIntent(
                sequence,
                store.supportsConcat() ? SwapMode.CONCAT : SwapMode.RENAME,
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

    /** The codec of most of the bytes. */
    private static CompressionCodecName codec(MergeGroup group) {
        Map<CompressionCodecName, Long> bytes = new EnumMap<>(CompressionCodecName.class);
        group.files().forEach(f -> bytes.merge(f.facts().codec(), f.facts().liveBytes(), Long::sum));
        return bytes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(CompressionCodecName.SNAPPY);
    }

    @Override
    public void merged(MergeTask task, Merged merged) throws IOException {
        Open swap = open.remove(task.intent().sequence());
        Outcome outcome = swapper.finish(journal.append(swap.state(), merged.written()));
        told(swap.group(), outcome, merged.rowBytes());
    }

    @Override
    public void failed(MergeTask task, Exception cause) throws IOException {
        Open swap = open.remove(task.intent().sequence());
        log.debug("merge {} failed", task.intent().sequence(), cause);
        told(swap.group(), swapper.abandon(swap.state(), String.valueOf(cause.getMessage())), 0);
    }

    private void told(MergeGroup group, Outcome outcome, long rowBytes) {
        Optional<StorePath> output = Optional.of(outcome.state().intent().visible());
        if (outcome instanceof Outcome.Done) {
            finish(new MergeResult(group, Ending.MERGED, output, rowBytes, ""));
        } else if (outcome instanceof Outcome.Failed failed) {
            finish(new MergeResult(group, Ending.FAILED, Optional.empty(), 0, failed.reason()));
        } else {
            finish(new MergeResult(group, Ending.UNKNOWN, Optional.empty(), 0, ((Outcome.Unknown) outcome).reason()));
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
