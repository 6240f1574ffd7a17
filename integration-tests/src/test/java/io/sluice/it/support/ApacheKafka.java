/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apache Kafka's own broker: one node, broker and controller, in KRaft mode. */
public final class ApacheKafka implements KafkaServer {

    private static final String CLUSTER_ID = "c2x1aWNlLXRlc3RzLWl0cw";

    private final String name;
    private final Path config;
    private final int port;
    private final List<String> classPath;
    private @Nullable Program program;

    /** A formatted broker that is not started yet. */
    public ApacheKafka(String name, Path directory, String... settings) throws IOException {
        this.name = name;
        this.port = Clients.freePort();
        this.classPath = Peer.APACHE_KAFKA.classPath();
        this.config = directory.resolve("server.properties");
        int controllerPort = Clients.freePort();
        Files.write(
                config,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "log.dirs=" + directory.resolve("data"),
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "share.coordinator.state.topic.replication.factor=1",
                        "share.coordinator.state.topic.min.isr=1",
                        "group.initial.rebalance.delay.ms=0",
                        String.join("\n", settings)));
        try (Program format = Program.start(name, java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"))) {
            format.awaitSuccess(Duration.ofMinutes(2));
        }
    }

    private JavaCommand java(String mainClass, String... beforeConfig) {
        return JavaCommand.of(classPath, mainClass)
                .jvm("-Xmx512m", "-Dlog4j2.level=warn")
                .arguments(beforeConfig)
                .argument(config.toString());
    }

    @Override
    public void start() throws IOException {
        Program started = Program.start(name, java("kafka.Kafka"));
        program = started;
        Clients.awaitReady(bootstrapServers(), started);
    }

    @Override
    public void kill() {
        if (program == null) {
            throw new IllegalStateException(name + " was not started");
        }
        program.kill();
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
