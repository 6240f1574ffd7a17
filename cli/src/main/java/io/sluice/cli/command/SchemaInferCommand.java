/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.schema.JsonSamples;
import io.sluice.cli.terminal.UserError;
import io.sluice.schema.JsonSchemaInference.OnConflict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schema infer}: the schema that the connector would infer, to look at or to declare. */
@Command(
        name = "infer",
        description = "Print a schema for JSON objects: one a line, or the elements of an array.",
        mixinStandardHelpOptions = true)
public final class SchemaInferCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.jsonl", description = "- for standard input")
    private String file;

    @Option(names = "--name", paramLabel = "NAME", description = "What the schema is called (default: the file's name)")
    private @Nullable String name;

    @Option(
            names = "--on-conflict",
            paramLabel = "WHAT",
            defaultValue = "fail",
            description =
                    "A field with values that no type holds: fail; string: keep them as JSON text; first: the type"
                            + " that came first")
    private OnConflict onConflict = OnConflict.FAIL;

    @Override
    public Integer call() throws IOException {
        boolean standardInput = file.equals("-");
        Path path = Path.of(file);
        if (!standardInput && (!Files.isReadable(path) || Files.isDirectory(path))) {
            throw new UserError("cannot read " + file);
        }
        try (InputStream in = standardInput ? System.in : Files.newInputStream(path)) {
            Schema schema =
                    JsonSamples.infer(in, standardInput ? "standard input" : file, recordName(path), onConflict);
            PrintWriter out = spec.commandLine().getOut();
            out.println(SchemaCommand.text(schema));
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private String recordName(Path path) {
        if (name != null) {
            return name;
        }
        String fileName = String.valueOf(path.getFileName());
        int dot = fileName.indexOf('.');
        return fileName.equals("-") ? "Record" : dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}
