/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.terminal.UserError;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice registry}: the schema registry alone. */
@Command(name = "registry", description = "Run the schema registry until Ctrl-C.", mixinStandardHelpOptions = true)
public final class RegistryCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "A file like conf/registry.properties (default: that one)")
    private @Nullable Path config;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The brokers that keep the schemas: kafkastore.bootstrap.servers")
    private @Nullable String bootstrapServer;

    @Option(names = "--listener", paramLabel = "URL", description = "Such as http://0.0.0.0:8081")
    private @Nullable String listener;

    @Option(names = "--override", paramLabel = "KEY=VALUE", description = "A key of the configuration, may be repeated")
    private Map<String, String> overrides = new TreeMap<>();

    @Override
    public Integer call() throws Exception {
        Path file = config == null ? ConfigFiles.conf("registry.properties") : config;
        if (!Files.isReadable(file)) {
            throw new UserError("cannot read the configuration " + file);
        }
        Map<String, String> keys = ConfigFiles.load(file);
        if (bootstrapServer != null) {
            keys.put("kafkastore.bootstrap.servers", bootstrapServer);
        }
        if (listener != null) {
            keys.put("listeners", listener);
        }
        keys.putAll(overrides);
        try (RegistryServer registry = start(keys)) {
            Shutdown.await();
        }
        return CommandLine.ExitCode.OK;
    }

    private static RegistryServer start(Map<String, String> keys) {
        try {
            return RegistryServer.start(RegistryConfig.parse(keys));
        } catch (ConfigException e) {
            throw new UserError(e.getMessage());
        } catch (IOException e) {
            throw new UserError("the registry cannot listen on " + keys.get("listeners") + ": " + e.getMessage());
        } catch (KafkaException e) {
            throw new UserError("the registry cannot use the brokers " + keys.get("kafkastore.bootstrap.servers") + ": "
                    + e.getMessage());
        }
    }
}
