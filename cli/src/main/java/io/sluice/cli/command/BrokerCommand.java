/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.command;

import io.sluice.broker.Broker;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.cli.service.ConfigFiles;
import io.sluice.cli.terminal.UserError;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice broker}: the broker alone. */
@Command(name = "broker", description = "Run the broker until Ctrl-C.", mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "A file like conf/broker.properties (default: that one)")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the log is kept: log.dirs")
    private @Nullable Path data;

    @Option(names = "--listeners", paramLabel = "LIST", description = "Such as PLAINTEXT://0.0.0.0:9092")
    private @Nullable String listeners;

    @Option(names = "--override", paramLabel = "KEY=VALUE", description = "A key of the configuration, may be repeated")
    private Map<String, String> overrides = new TreeMap<>();

    @Override
    public Integer call() throws Exception {
        Path file = config == null ? ConfigFiles.conf("broker.properties") : config;
        if (!java.nio.file.Files.isReadable(file)) {
            throw new UserError("cannot read the configuration " + file);
        }
        Map<String, String> keys = ConfigFiles.load(file);
        if (data != null) {
            keys.put("log.dirs", data.toString());
        }
        if (listeners != null) {
            keys.put("listeners", listeners);
        }
        keys.putAll(overrides);
        try (Broker broker = start(keys)) {
            Shutdown.await();
        }
        return CommandLine.ExitCode.OK;
    }

    private static Broker start(Map<String, String> keys) throws Exception {
        try {
            return Broker.start(BrokerConfig.of(keys));
        } catch (ConfigException e) {
            throw new UserError(e.getMessage());
        }
    }
}
