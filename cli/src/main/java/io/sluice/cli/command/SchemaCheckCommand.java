/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.terminal.Screen;
import io.sluice.schema.Compatibility;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.Incompatibility;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schema check}: whether a schema may follow others. */
@Command(
        name = "check",
        description =
                "Tell whether the last schema may follow the others, the oldest first. Exit code 0: it may; 1: not.",
        mixinStandardHelpOptions = true)
public final class SchemaCheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2..*", paramLabel = "OLD… NEW", description = SchemaCommand.FILES)
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "BACKWARD",
            description = "What the new one has to promise: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private CompatibilityLevel level = CompatibilityLevel.BACKWARD;

    @Override
    public Integer call() throws Exception {
        if (files.size() < 2) {
            throw new ParameterException(spec.commandLine(), "two files at least: OLD NEW");
        }
        List<Schema> history = new ArrayList<>();
        for (String file : files) {
            history.add(SchemaCommand.read(file));
        }
        Schema newest = history.remove(history.size() - 1);
        List<Incompatibility> found = Compatibility.check(level, newest, history);
        Screen screen = Screen.of(spec.commandLine().getOut());
        String verdict = " follow " + String.join(", ", files.subList(0, files.size() - 1)) + " (" + level + ")";
        screen.line(files.get(files.size() - 1) + (found.isEmpty() ? " may" : " may not") + verdict);
        found.forEach(each -> screen.line("  " + explain(each)));
        return found.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String explain(Incompatibility found) {
        String newest = files.get(files.size() - 1);
        String old = files.get(found.version());
        boolean newReads = found.reader() == Incompatibility.Reader.NEW;
        return (found.path().isEmpty() ? "the schema" : "field \"" + found.path() + "\"")
                + ": " + (newReads ? newest : old) + " has " + found.expected()
                + ", " + (newReads ? old : newest) + " has " + found.found() + ". " + found.advice();
    }
}
