/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor;

import io.sluice.compactor.merge.MergeForecast;
import io.sluice.compactor.merge.MergeForecast.Step;
import io.sluice.compactor.merge.MergeSpec;
import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.compactor.plan.CompactionPlan;
import io.sluice.compactor.plan.MergeGroup;
import io.sluice.compactor.plan.OutputSchema;
import io.sluice.compactor.plan.RefusedFilesException;
import io.sluice.compactor.plan.TableFile;
import io.sluice.compactor.swap.ModeChoice;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a plan would do to each column, for people: {@code compact --dry-run --columns}. */
final class PlanColumns {

    private PlanColumns() {}

    /** A line for each merge, and below it one for each way that chunks of a column take. */
    static String of(CompactionPlan plan, CompactorConfig config, FileStore store, StorePath root) throws IOException {
        Optional<TableSchema> schema =
                TableMetadata.open(store, new TableLayout(root)).map(TableMetadata::latest);
        SwapChooser chooser = SwapChooser.looking(store, new TableLayout(root), config);
        StringBuilder text = new StringBuilder();
        for (MergeGroup group : plan.groups()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,d files in %s:%n",
                    group.files().size(),
                    group.partition().isEmpty() ? "the table's root" : group.partition()));
            if (group.files().stream().anyMatch(TableFile::isAvro)) {
                text.append(String.format(Locale.ROOT, "  Avro files among them become Parquet first%n"));
                continue;
            }
            try {
                OutputSchema merged = OutputSchema.of(group.files(), schema);
                ModeChoice choice = chooser.choose(group);
                if (choice.mode().isEmpty()) {
                    text.append(String.format(Locale.ROOT, "  refused: %s%n", choice.reason()));
                    continue;
                }
                MergeSpec spec =
                        GroupSpec.of(group, merged, Map.of(), choice.mode().get(), config);
                text.append(String.format(Locale.ROOT, "  %s%n", describe(spec)));
                for (Step step : MergeForecast.of(store, spec)) {
                    text.append(String.format(
                            Locale.ROOT,
                            "  %-24s %-12s %,6d chunks %10s  %s%n",
                            step.column(),
                            step.way().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            step.chunks(),
                            ByteSize.format(step.bytes()),
                            step.why()));
                }
            } catch (RefusedFilesException | SchemaMismatchException e) {
                text.append(String.format(Locale.ROOT, "  some would be left out: %s%n", e.getMessage()));
            }
        }
        return text.toString();
    }

    private static String describe(MergeSpec spec) {
        return switch (spec.method()) {
            case STITCH -> "stitch: all row groups are large enough to stay where they are";
            case SPLICE -> "splice: row groups are put together page by page";
            case REWRITE -> "rows: " + spec.options().rewrite();
        };
    }
}
