/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.EmbeddedConnect;
import io.sluice.cli.terminal.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice connect}: Kafka Connect's standalone worker with our connector on its class path. */
@Command(
        name = "connect",
        description = "Run the connector alone, in Kafka Connect's standalone worker, until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class ConnectCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "WORKER.properties",
            description = "Such as conf/connect-standalone.properties")
    private Path worker;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CONNECTOR.properties")
    private List<Path> connectors;

    @Override
    public Integer call() throws Exception {
        Map<String, String> workerKeys = load(worker);
        workerKeys.putIfAbsent("plugin.discovery", "hybrid_warn");
        try (EmbeddedConnect connect = EmbeddedConnect.start(workerKeys)) {
            for (Path file : connectors) {
                try {
                    connect.add(load(file));
                } catch (IllegalArgumentException e) {
                    throw new UserError(file + ": " + e.getMessage());
                }
            }
            Shutdown.await();
        }
        return CommandLine.ExitCode.OK;
    }

    private static Map<String, String> load(Path file) throws java.io.IOException {
        if (!Files.isReadable(file)) {
            throw new UserError("cannot read " + file);
        }
        return ConfigFiles.load(file);
    }
}
