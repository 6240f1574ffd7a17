/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import io.sluice.broker.Broker;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.cli.terminal.UserError;
import io.sluice.registry.RegistryConfig;
import io.sluice.registry.RegistryServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker, file system and Kafka Connect in this process, from the files of {@code conf/}. Close it to stop them. */
public final class Services implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Broker broker;
    private final Target target;
    private final EmbeddedConnect connect;

    private Services(Broker broker, Target target, EmbeddedConnect connect) {
        this.broker = broker;
        this.target = target;
        this.connect = connect;
    }

    /**
     * Which ports, and where the data is.
     *
     * @param brokerPort 0 for a free one, as for the others
     */
    public record Ports(int brokerPort, int nameNodePort, int connectPort) {
        public static final Ports FREE = new Ports(0, 0, 0);
    }

    /** Starts all three; each keeps its data below {@code data}. */
    public static Services start(Path data, String fileSystem, Ports ports) throws Exception {
        Files.createDirectories(data);
        // HDFS takes longest, and nobody needs it before the connector does.
        CompletableFuture<Target> opening = new CompletableFuture<>();
        Thread opener = new Thread(
                () -> {
                    try {
                        opening.complete(Target.open(fileSystem, data, ports.nameNodePort()));
                    } catch (IOException | RuntimeException e) {
                        opening.completeExceptionally(e);
                    }
                },
                "sluice-open-fs");
        opener.start();
        Broker broker = null;
        EmbeddedConnect connect = null;
        try {
            broker = Broker.start(brokerConfig(data, ports.brokerPort()));
            connect = EmbeddedConnect.start(worker(data, broker.bootstrapServers(), ports.connectPort()));
            return new Services(broker, opened(opening), connect);
        } catch (Exception e) {
            closeAll(connect, broker, () -> opened(opening).close());
            throw e;
        }
    }

    private static Target opened(CompletableFuture<Target> opening) throws Exception {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Closes what there is, in this order, whatever fails on the way; failures are for the log only. */
    private static void closeAll(@Nullable AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    LOG.warn("while stopping what had started", e);
                }
            }
        }
    }

    private static BrokerConfig brokerConfig(Path data, int port) throws IOException {
        Map<String, String> config = ConfigFiles.load(ConfigFiles.conf("broker.properties"));
        config.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
        config.put("log.dirs", data.resolve("broker").toString());
        return BrokerConfig.of(config);
    }

    private static Map<String, String> worker(Path data, String bootstrapServers, int port) throws IOException {
        Map<String, String> worker = ConfigFiles.load(ConfigFiles.conf("connect-standalone.properties"));
        worker.put("bootstrap.servers", bootstrapServers);
        worker.put(
                "offset.storage.file.filename", data.resolve("connect.offsets").toString());
        worker.put("listeners", "http://127.0.0.1:" + port);
        // The connector is on this process's own class path.
        worker.remove("plugin.path");
        worker.put("plugin.discovery", "service_load");
        return worker;
    }

    /**
     * Starts the schema registry on the broker; close it before the services.
     *
     * @param port 0 for a free one
     * @throws UserError if the port is taken
     */
    public RegistryServer startRegistry(int port) throws IOException {
        Map<String, String> registry = ConfigFiles.load(ConfigFiles.conf("registry.properties"));
        registry.put("listeners", "http://127.0.0.1:" + port);
        registry.put("kafkastore.bootstrap.servers", broker.bootstrapServers());
        RegistryConfig config = RegistryConfig.parse(registry);
        try {
            return RegistryServer.start(config);
        } catch (BindException e) {
            throw new UserError("the registry cannot listen on port " + port + ": " + e.getMessage()
                    + "; choose another with --registry-port");
        }
    }

    /** A connector's file with what depends on this run put in. */
    public Map<String, String> connector(Path file, Map<String, String> overrides) throws IOException {
        Map<String, String> connector = new TreeMap<>(ConfigFiles.load(file));
        connector.put("store.url", target.uri().toString());
        target.clientSettings().forEach((key, value) -> connector.put("hadoop." + key, value));
        connector.putAll(overrides);
        return connector;
    }

    public Endpoints endpoints() {
        return new Endpoints(broker.bootstrapServers(), target.uri());
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public Target target() {
        return target;
    }

    public EmbeddedConnect connect() {
        return connect;
    }

    @Override
    public void close() throws Exception {
        try (AutoCloseable last = target;
                AutoCloseable second = broker) {
            connect.close();
        }
    }
}
