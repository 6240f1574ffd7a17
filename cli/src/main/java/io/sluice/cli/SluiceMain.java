/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import io.sluice.cli.command.BrokerCommand;
import io.sluice.cli.command.CatCommand;
import io.sluice.cli.command.CompletionCommand;
import io.sluice.cli.command.ConnectCommand;
import io.sluice.cli.command.ConnectorCommand;
import io.sluice.cli.command.InspectCommand;
import io.sluice.cli.command.ProduceCommand;
import io.sluice.cli.command.QuickstartCommand;
import io.sluice.cli.command.RegistryCommand;
import io.sluice.cli.command.SchemaCommand;
import io.sluice.cli.command.TablesCommand;
import io.sluice.cli.command.UpCommand;
import io.sluice.cli.service.Endpoints;
import io.sluice.cli.terminal.UserError;
import io.sluice.compactor.CompactCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code sluice}: finds the command, runs it, turns its outcome into an exit code. 0 done, 1 failed, 2 usage. */
@Command(
        name = "sluice",
        description = "The shortest way from a log to query-ready Parquet on HDFS.",
        mixinStandardHelpOptions = true,
        version = "sluice 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            UpCommand.class,
            BrokerCommand.class,
            RegistryCommand.class,
            ConnectCommand.class,
            ConnectorCommand.class,
            ProduceCommand.class,
            TablesCommand.class,
            CatCommand.class,
            CompactCommand.class,
            InspectCommand.class,
            SchemaCommand.class,
            CompletionCommand.class
        },
        footer = {"", "Start with:  sluice quickstart", "Help on one: sluice COMMAND --help"})
public final class SluiceMain {

    /** Commands that are a server and nothing else: their log is what they print. */
    private static final Set<String> SERVERS = Set.of("broker", "connect", "registry");

    private SluiceMain() {}

    public static void main(String[] args) throws IOException {
        configureLogging(args.length > 0 ? args[0] : "");
        // Hadoop's mini cluster brings another version of the library under the same name, and with two to choose from
        // Netty takes none and does without epoll. Ours comes first on the class path.
        setIfAbsent("io.netty.native.detectNativeLibraryDuplicates", "false");
        System.exit(commandLine().execute(args));
    }

    /** The command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SluiceMain());
        line.setExecutionExceptionHandler(SluiceMain::explain);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().get("compact").setDefaultValueProvider(SluiceMain::ofSluiceUp);
        return line;
    }

    /** The compactor knows nothing of {@code sluice up}; without {@code --fs} it works on what that left here. */
    private static @Nullable String ofSluiceUp(ArgSpec argument) throws IOException {
        return argument instanceof OptionSpec option && option.longestName().equals("--fs")
                ? Endpoints.load(Path.of("sluice-data"))
                        .map(up -> up.fileSystem().toString())
                        .orElse(null)
                : null;
    }

    /** A user's mistake gets its message; anything else also the place of the log, where the stack trace is. */
    private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println("sluice: " + message(e));
        if (!(e instanceof UserError)) {
            org.slf4j.LoggerFactory.getLogger(SluiceMain.class).error("command failed", e);
            String log = System.getProperty("sluice.log.file");
            if (log != null) {
                line.getErr().println("        details: " + log);
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /** Must run before the first logger is asked for. */
    private static void configureLogging(String command) throws IOException {
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        if (SERVERS.contains(command)) {
            setIfAbsent("log4j2.configurationFile", "classpath:log4j2-console.properties");
            return;
        }
        if (System.getProperty("sluice.log.file") == null) {
            Path file = Files.createTempDirectory("sluice-").resolve("sluice.log");
            System.setProperty("sluice.log.file", file.toString());
        }
        setIfAbsent("log4j2.configurationFile", "classpath:log4j2-file.properties");
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
