/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.terminal.Screen;
import io.sluice.cli.terminal.UserError;
import io.sluice.connector.config.ConfigExplanation;
import io.sluice.connector.config.ConfigExplanation.Line;
import io.sluice.connector.config.HdfsSinkConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice connector check}: what a file means, also one that was written for kafka-connect-hdfs. */
@Command(
        name = "check",
        description = {
            "Explain a connector's .properties: what is set, what is default, what is not supported and why.",
            "Takes files of kafka-connect-hdfs too. Exit code 0: the connector starts with it; 1: not."
        },
        mixinStandardHelpOptions = true)
public final class ConnectorCheckCommand implements Callable<Integer> {

    private static final int VALUE_WIDTH = 40;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "Such as conf/hdfs-sink-avro.properties")
    private Path file;

    @Option(names = "--brief", description = "Leave out the keys that are not set, with their defaults")
    private boolean brief;

    @Override
    public Integer call() throws Exception {
        if (!Files.isReadable(file)) {
            throw new UserError("cannot read " + file);
        }
        ConfigExplanation found = HdfsSinkConfig.explain(ConfigFiles.load(file));
        Screen screen = Screen.of(spec.commandLine().getOut());
        section(screen, "Problems: the connector does not start with these", found.problems());
        section(screen, "Set", found.set());
        section(screen, "Kafka Connect's own", found.connect());
        section(screen, "For Hadoop's client", found.hadoop());
        section(screen, "Without effect", found.withoutEffect());
        section(screen, "Otherwise than with kafka-connect-hdfs", found.differences());
        if (!brief) {
            section(screen, "Not set, so by default", found.defaults());
        }
        int problems = found.problems().size();
        screen.line(
                problems == 0
                        ? file + " will do."
                        : file + " has " + (problems == 1 ? "a problem." : problems + " problems."));
        return problems == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void section(Screen screen, String title, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        screen.line(title);
        int width =
                lines.stream().mapToInt(line -> setting(line).length()).max().orElse(0);
        for (Line line : lines) {
            String padded = setting(line) + " ".repeat(width - setting(line).length());
            screen.line(("  " + padded + "  " + line.remark()).stripTrailing());
        }
        screen.blank();
    }

    private static String setting(Line line) {
        String value = line.value().length() <= VALUE_WIDTH
                ? line.value()
                : line.value().substring(0, VALUE_WIDTH - 1) + "…";
        return value.isEmpty() ? line.key() : line.key() + "=" + value;
    }
}
