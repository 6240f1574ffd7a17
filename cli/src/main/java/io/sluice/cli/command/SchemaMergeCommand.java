/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.terminal.UserError;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schema merge}: the schema of a table that takes records of all of them. */
@Command(
        name = "merge",
        description = "Print the schema of a table that takes records of all these schemas, one after the other.",
        mixinStandardHelpOptions = true)
public final class SchemaMergeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = SchemaCommand.FILES)
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Schema table = SchemaCommand.read(files.get(0));
        for (String file : files) {
            try {
                table = SchemaEvolution.merge(table, SchemaCommand.read(file));
                SchemaEvolution.requireTabular(table);
            } catch (IncompatibleSchemaException e) {
                throw new UserError(file + ": " + e.getMessage());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(SchemaCommand.text(table));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
