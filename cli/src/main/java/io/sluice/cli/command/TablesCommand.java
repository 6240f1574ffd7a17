/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.Target;
import io.sluice.cli.table.TableFile;
import io.sluice.cli.table.TableReader;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice tables}: which tables there are, and how large. */
@Command(
        name = "tables",
        description = "List the tables with their files, rows, bytes and schema version.",
        mixinStandardHelpOptions = true)
public final class TablesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private TableOptions where = new TableOptions();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.of(spec.commandLine().getOut());
        try (Target target = where.open()) {
            StorePath topics = target.topics(where.topicsDir());
            List<List<String>> rows = new ArrayList<>();
            if (target.store().status(topics).isPresent()) {
                for (FileEntry entry : target.store().list(topics)) {
                    if (entry.directory() && !entry.path().hidden()) {
                        rows.add(describe(target, entry.path()));
                    }
                }
            }
            if (rows.isEmpty()) {
                screen.line("no tables in " + target.uri() + " " + topics);
            } else {
                screen.table(List.of("table", "files", "rows", "bytes", "schema"), rows);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static List<String> describe(Target target, StorePath root) throws java.io.IOException {
        List<TableFile> files = new TableReader(target.store(), root).files();
        return List.of(
                root.name(),
                Quantity.count(files.size()),
                Quantity.count(files.stream().mapToLong(TableFile::rows).sum()),
                Quantity.bytes(files.stream().mapToLong(TableFile::bytes).sum()),
                files.stream()
                        .map(TableFile::schemaVersion)
                        .max(java.util.Comparator.comparingInt(String::length).thenComparing(v -> v))
                        .orElse("-"));
    }
}
