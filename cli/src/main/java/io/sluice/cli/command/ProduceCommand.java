/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.service.Endpoints;
import io.sluice.cli.service.Sender;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice produce}: lines of a file or of standard input, a record each. */
@Command(
        name = "produce",
        description = "Send the lines of a file, or of standard input, to a topic: one record each.",
        mixinStandardHelpOptions = true)
public final class ProduceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TOPIC")
    private String topic;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "- or nothing: standard input")
    private @Nullable String file;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The broker (default: that of 'sluice up')")
    private @Nullable String bootstrapServer;

    @Option(names = "--producer-property", paramLabel = "KEY=VALUE", description = "A setting of the Kafka producer")
    private Map<String, String> producerProperties = new TreeMap<>();

    @Option(names = "--producer.config", paramLabel = "FILE", description = "Settings of the Kafka producer")
    private @Nullable Path producerConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "sluice-data",
            description = "Data directory of 'sluice up' (default: ./${DEFAULT-VALUE})")
    private Path data = Path.of("sluice-data");

    @Override
    public Integer call() throws IOException {
        Map<String, String> overrides = new TreeMap<>();
        if (producerConfig != null) {
            overrides.putAll(ConfigFiles.load(producerConfig));
        }
        overrides.putAll(producerProperties);
        try (Sender sender = new Sender(bootstrapServers(), topic, overrides);
                BufferedReader lines = new BufferedReader(new InputStreamReader(input(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    sender.send(line.getBytes(StandardCharsets.UTF_8), acknowledged -> {});
                }
            }
            long sent = sender.finish();
            spec.commandLine().getOut().println("sent " + Quantity.count(sent) + " records to " + topic);
        }
        return CommandLine.ExitCode.OK;
    }

    private String bootstrapServers() throws IOException {
        if (bootstrapServer != null) {
            return bootstrapServer;
        }
        return Endpoints.load(data)
                .map(Endpoints::bootstrapServers)
                .orElseThrow(() -> new UserError("which broker? Give --bootstrap-server HOST:PORT, or start one with"
                        + " 'sluice up' (nothing found in "
                        + data.toAbsolutePath().normalize() + ")."));
    }

    private InputStream input() throws IOException {
        if (file == null || file.equals("-")) {
            return System.in;
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw new UserError("cannot read " + path);
        }
        return Files.newInputStream(path);
    }
}
