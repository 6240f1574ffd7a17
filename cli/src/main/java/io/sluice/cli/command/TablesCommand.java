/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.EndOffsets;
import io.sluice.cli.service.Target;
import io.sluice.cli.table.PartitionProgress;
import io.sluice.cli.table.TableFile;
import io.sluice.cli.table.TableReader;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice tables}: which tables there are, how large, and how far behind their topics. */
@Command(
        name = "tables",
        description = {
            "List the tables with their files, rows, bytes and schema version, what is staged for them, when they were"
                    + " last committed to, and how many records of their topics they lack."
        },
        mixinStandardHelpOptions = true)
public final class TablesCommand implements Callable<Integer> {

    private static final String UNKNOWN = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private TableOptions where = new TableOptions();

    @Option(names = "--partitions", description = "List each partition of the topics instead")
    private boolean partitions;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "A broker of the topics, to be asked where they end (default: that of 'sluice up')")
    private @Nullable String bootstrapServer;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.of(spec.commandLine().getOut());
        try (Target target = where.open()) {
            StorePath topics = target.topics(where.topicsDir());
            List<StorePath> roots = roots(target, topics);
            if (roots.isEmpty()) {
                screen.line("no tables in " + target.uri() + " " + topics);
                return CommandLine.ExitCode.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (StorePath root : roots) {
                List<PartitionProgress> progress = PartitionProgress.of(target.store(), root);
                Map<TopicPartition, Long> ends = ends(screen, root.name(), progress);
                if (partitions) {
                    progress.forEach(one -> rows.add(describe(root.name(), one, ends)));
                } else {
                    rows.add(describe(target, root, progress, ends));
                }
            }
            screen.table(
                    partitions
                            ? List.of("table", "partition", "committed", "staged", "last commit", "lag")
                            : List.of("table", "files", "rows", "bytes", "schema", "staged", "last commit", "lag"),
                    rows);
        }
        return CommandLine.ExitCode.OK;
    }

    private static List<StorePath> roots(Target target, StorePath topics) throws IOException {
        if (target.store().status(topics).isEmpty()) {
            return List.of();
        }
        return target.store().list(topics).stream()
                .filter(entry -> entry.directory() && !entry.path().hidden())
                .map(FileEntry::path)
                .toList();
    }

    private Map<TopicPartition, Long> ends(Screen screen, String topic, List<PartitionProgress> progress)
            throws IOException, InterruptedException {
        Optional<String> broker = bootstrapServer != null ? Optional.of(bootstrapServer) : where.bootstrapServers();
        if (broker.isEmpty() || progress.isEmpty()) {
            return Map.of();
        }
        try {
            return EndOffsets.of(
                    broker.get(),
                    progress.stream()
                            .map(one -> new TopicPartition(topic, one.partition()))
                            .toList());
        } catch (TimeoutException e) {
            screen.line("the lag of " + topic + " is not known: " + e.getMessage());
            return Map.of();
        }
    }

    private static List<String> describe(
            Target target, StorePath root, List<PartitionProgress> progress, Map<TopicPartition, Long> ends)
            throws IOException {
        List<TableFile> files = new TableReader(target.store(), root).files();
        OptionalLong newest = progress.stream()
                .flatMapToLong(one -> one.committedAtMs().stream())
                .max();
        return List.of(
                root.name(),
                Quantity.count(files.size()),
                Quantity.count(files.stream().mapToLong(TableFile::rows).sum()),
                Quantity.bytes(files.stream().mapToLong(TableFile::bytes).sum()),
                files.stream()
                        .map(TableFile::schemaVersion)
                        .max(Comparator.comparingInt(String::length).thenComparing(v -> v))
                        .orElse(UNKNOWN),
                Quantity.bytes(progress.stream()
                        .mapToLong(PartitionProgress::stagedBytes)
                        .sum()),
                ago(newest),
                ends.isEmpty()
                        ? UNKNOWN
                        : Quantity.count(progress.stream()
                                .mapToLong(one -> lag(root.name(), one, ends).orElse(0))
                                .sum()));
    }

    private static List<String> describe(String table, PartitionProgress one, Map<TopicPartition, Long> ends) {
        OptionalLong lag = lag(table, one, ends);
        return List.of(
                table,
                Integer.toString(one.partition()),
                Quantity.count(one.committed()),
                Quantity.bytes(one.stagedBytes()),
                ago(one.committedAtMs()),
                lag.isEmpty() ? UNKNOWN : Quantity.count(lag.getAsLong()));
    }

    private static OptionalLong lag(String table, PartitionProgress one, Map<TopicPartition, Long> ends) {
        Long end = ends.get(new TopicPartition(table, one.partition()));
        return end == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - one.committed()));
    }

    private static String ago(OptionalLong ms) {
        if (ms.isEmpty()) {
            return UNKNOWN;
        }
        Duration age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - ms.getAsLong()));
        if (age.toDays() > 0) {
            return age.toDays() + " d ago";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h ago";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min ago" : age.toSeconds() + " s ago";
    }
}
