/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.Services;
import io.sluice.cli.terminal.Screen;
import io.sluice.cli.terminal.UserError;
import io.sluice.registry.RegistryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice up}: the lasting form of the quickstart. */
@Command(
        name = "up",
        description = {
            "Run broker, HDFS, connector and schema registry in this process until Ctrl-C; data is kept, and taken up"
                    + " again at the next start."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "sluice-data",
            description = "Where everything is kept (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of("sluice-data");

    @Option(
            names = "--fs",
            paramLabel = "mini|file|URI",
            defaultValue = "mini",
            description = "Where the tables go: an HDFS in this process, a local directory, or any HDFS")
    private String fileSystem = "mini";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Of the broker (default: ${DEFAULT-VALUE})")
    private int brokerPort;

    @Option(
            names = "--hdfs-port",
            paramLabel = "PORT",
            defaultValue = "8020",
            description = "Of the mini HDFS (default: ${DEFAULT-VALUE})")
    private int nameNodePort;

    @Option(
            names = "--connect-port",
            paramLabel = "PORT",
            defaultValue = "8083",
            description = "Of Kafka Connect's REST interface (default: ${DEFAULT-VALUE})")
    private int connectPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Of the schema registry (default: ${DEFAULT-VALUE})")
    private int registryPort;

    @Option(
            names = "--connector",
            paramLabel = "FILE",
            description = "A connector to run, may be given again (default: conf/hdfs-sink-text.properties and"
                    + " conf/hdfs-sink-json.properties)")
    private List<Path> connectors = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.of(spec.commandLine().getOut());
        List<Path> files = connectors.isEmpty()
                ? List.of(ConfigFiles.conf("hdfs-sink-text.properties"), ConfigFiles.conf("hdfs-sink-json.properties"))
                : connectors;
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new UserError("cannot read the connector's configuration " + file);
            }
        }
        Services.Ports ports = new Services.Ports(brokerPort, nameNodePort, connectPort);
        Path directory = data.toAbsolutePath().normalize();
        try (Services services = Services.start(directory, fileSystem, ports);
                RegistryServer registry = services.startRegistry(registryPort)) {
            services.endpoints().save(directory);
            screen.line("broker         " + services.bootstrapServers());
            screen.line("tables         " + services.target().uri() + "/topics");
            screen.line("Kafka Connect  " + services.connect().rest());
            screen.line("registry       " + registry.url());
            for (Path file : files) {
                Map<String, String> connector = services.connector(file, Map.of());
                services.connect().add(connector);
                screen.line("connector      " + connector.get("name") + ": topic "
                        + connector.getOrDefault("topics", connector.get("topics.regex")));
            }
            screen.line("data           " + directory);
            screen.line("log            " + System.getProperty("sluice.log.file"));
            screen.line("Running until Ctrl-C. Try:  bin/sluice produce packages conf/samples/dpkg.log");
            Shutdown.await();
            screen.line("stopping");
        }
        return CommandLine.ExitCode.OK;
    }
}
