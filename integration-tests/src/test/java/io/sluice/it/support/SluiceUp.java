/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** {@code sluice up}: broker, HDFS and connector in one process, which a kill takes all at once. */
public final class SluiceUp implements KafkaServer {

    private final int port = Clients.freePort();
    private final int nameNodePort = Clients.freePort();
    private final int registryPort = Clients.freePort();
    private final Path data;
    private final ForkedServer process;

    public SluiceUp(String name, Path directory, Map<String, String> sink) throws IOException {
        this.data = directory.resolve("data");
        Properties connector = new Properties();
        connector.put("name", name);
        connector.put("connector.class", "io.sluice.connector.HdfsSinkConnector");
        connector.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        connector.putAll(sink);
        Path connectorFile = directory.resolve("connector.properties");
        try (Writer writer = Files.newBufferedWriter(connectorFile)) {
            connector.store(writer, null);
        }
        this.process = new ForkedServer(
                name,
                JavaCommand.named("io.sluice.cli.SluiceMain")
                        .jvm(
                                "-Xmx768m",
                                "-Dsluice.home=" + Project.module("conf").getParent(),
                                "-Dsluice.log.file=" + Project.log(name + "-details.log"))
                        .arguments(
                                "up",
                                "--data=" + data,
                                "--port=" + port,
                                "--hdfs-port=" + nameNodePort,
                                "--connect-port=" + Clients.freePort(),
                                "--registry-port=" + registryPort,
                                "--connector=" + connectorFile));
    }

    @Override
    public ForkedServer process() {
        return process;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What {@code --data} names. */
    public Path data() {
        return data;
    }

    /** Its schema registry, while it runs. */
    public URI registry() {
        return URI.create("http://127.0.0.1:" + registryPort);
    }

    /** Its HDFS, while it runs. */
    public URI fileSystem() {
        return URI.create("hdfs://127.0.0.1:" + nameNodePort);
    }
}
