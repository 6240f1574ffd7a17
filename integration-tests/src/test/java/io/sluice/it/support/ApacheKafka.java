/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Apache Kafka's own broker: one node, broker and controller, in KRaft mode. */
public final class ApacheKafka implements KafkaServer {

    private static final String CLUSTER_ID = "c2x1aWNlLXRlc3RzLWl0cw";

    private final int port = Clients.freePort();
    private final ForkedServer process;

    /** A formatted broker that is not started yet. */
    public ApacheKafka(String name, Path directory, String... settings) throws IOException {
        Path config = directory.resolve("server.properties");
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
        try (Program format =
                Program.start(name, java(config, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"))) {
            format.awaitSuccess(Duration.ofMinutes(2));
        }
        this.process = new ForkedServer(name, java(config, "kafka.Kafka"));
    }

    private static JavaCommand java(Path config, String mainClass, String... beforeConfig) throws IOException {
        return JavaCommand.of(Peer.APACHE_KAFKA.classPath(), mainClass)
                .jvm("-Xmx512m", "-Dlog4j2.level=warn")
                .arguments(beforeConfig)
                .argument(config.toString());
    }

    @Override
    public ForkedServer process() {
        return process;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
