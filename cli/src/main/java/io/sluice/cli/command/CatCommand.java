/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.Target;
import io.sluice.cli.table.RowText;
import io.sluice.cli.table.TableReader;
import io.sluice.table.StorePath;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice cat}: rows of a table as JSON lines. */
@Command(name = "cat", description = "Print the rows of a table as JSON, one a line.", mixinStandardHelpOptions = true)
public final class CatCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TABLE")
    private String table;

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            description = "Print the first N rows (default: all)")
    private long rows = Long.MAX_VALUE;

    @Mixin
    private TableOptions where = new TableOptions();

    @Override
    public Integer call() throws Exception {
        try (Target target = where.open()) {
            StorePath root = TableArgument.resolve(target, where.topicsDir(), table);
            PrintWriter out = spec.commandLine().getOut();
            long[] printed = {0};
            if (rows > 0) {
                new TableReader(target.store(), root).rows((row, file) -> {
                    out.println(RowText.of(row, file, root));
                    return ++printed[0] < rows;
                });
            }
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }
}
