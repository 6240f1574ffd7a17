/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.quickstart.InputFormat;
import io.sluice.cli.quickstart.Quickstart;
import io.sluice.cli.quickstart.QuickstartOptions;
import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.Services;
import io.sluice.cli.terminal.Screen;
import io.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice quickstart}. */
@Command(
        name = "quickstart",
        description = "Run the whole pipeline once, in this process, and check that every record arrives.",
        mixinStandardHelpOptions = true)
public final class QuickstartCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--input", paramLabel = "FILE", description = "What to send (default: a sample of the format)")
    private @Nullable Path input;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "text (one event a line), json (one object a line) or avro (a container file)")
    private InputFormat format = InputFormat.TEXT;

    @Option(names = "--schema", paramLabel = "FILE.avsc", description = "Schema of JSON input (default: inferred)")
    private @Nullable Path schema;

    @Option(
            names = "--fs",
            paramLabel = "mini|file|URI",
            defaultValue = "mini",
            description = "Where the table goes: an HDFS in this process, a local directory, or any HDFS")
    private String fileSystem = "mini";

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many records to send, repeating the input if need be (default: the input once)")
    private long records;

    @Option(names = "--data", paramLabel = "DIR", description = "Where to keep the data (default: a temporary one)")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Leave everything running at the end")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.of(spec.commandLine().getOut());
        check();
        Path directory = data == null ? Files.createTempDirectory("sluice-quickstart-") : emptyDirectory(data);
        screen.line("Sluice quickstart: " + input().getFileName() + " over the Kafka protocol into Parquet on "
                + (fileSystem.equals("mini") ? "HDFS" : fileSystem));
        screen.line("  log of all parts: " + System.getProperty("sluice.log.file"));
        Quickstart quickstart = new Quickstart(
                new QuickstartOptions(format, input(), records, fileSystem, directory, Optional.ofNullable(schema)),
                screen);
        quickstart.checkInput();
        boolean good;
        try (Services services = Services.start(directory, fileSystem, Services.Ports.FREE)) {
            screen.done(
                    "start",
                    "broker " + services.bootstrapServers() + ", "
                            + services.target().uri() + ", Kafka Connect "
                            + services.connect().rest());
            good = quickstart.run(services);
            screen.blank();
            if (keep) {
                services.endpoints().save(directory);
                stay(screen, services, directory);
            } else {
                next(screen);
            }
        } finally {
            if (data == null && !keep) {
                delete(directory);
            }
        }
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void check() {
        if (records < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--records must not be negative: " + records);
        }
        if (schema != null && format != InputFormat.JSON) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--schema goes with --format json");
        }
        for (Path file : schema == null ? new Path[] {input()} : new Path[] {input(), schema}) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new UserError("cannot read " + file);
            }
        }
    }

    private Path input() {
        return input != null ? input : ConfigFiles.conf("samples").resolve(format.sample());
    }

    private static Path emptyDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new UserError(directory + " is not empty; the quickstart starts from nothing. Use another --data,"
                        + " or 'sluice up --data " + directory + "' to go on with what is there.");
            }
        }
        return directory;
    }

    private static void next(Screen screen) {
        screen.line("Next");
        screen.line("  bin/sluice quickstart --format json --records 1000000    more, and with an inferred schema");
        screen.line("  bin/sluice quickstart --keep                             leave it running, and connect to it");
        screen.line("  bin/sluice up                                            the same services to stay, data kept");
    }

    private void stay(Screen screen, Services services, Path directory) throws IOException, InterruptedException {
        String topic = services.connector(ConfigFiles.conf(format.connectorFile()), Map.of())
                .get("topics");
        screen.line("Running until Ctrl-C. In another terminal:");
        screen.line("  kcat -b " + services.bootstrapServers() + " -t " + topic + " -C -e | head");
        screen.line("  echo 'a line' | kcat -b " + services.bootstrapServers() + " -t " + topic + " -P");
        screen.line("  bin/sluice cat " + topic + " -n 5 --data " + directory);
        screen.line("  Kafka clients: bootstrap.servers=" + services.bootstrapServers());
        screen.line("  HDFS:          " + services.target().uri() + "/topics/" + topic);
        Shutdown.await();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
