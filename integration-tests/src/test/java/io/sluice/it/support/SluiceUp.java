/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code sluice up}: broker, HDFS and connector in one process, which a kill takes all at once. */
public final class SluiceUp implements KafkaServer {

    private final int port = Clients.freePort();
    private final int nameNodePort = Clients.freePort();
    private final ForkedServer process;

    public SluiceUp(String name, Path directory, Map<String, String> sink) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "name=" + name,
                "connector.class=io.sluice.connector.HdfsSinkConnector",
                "value.converter=org.apache.kafka.connect.converters.ByteArrayConverter"));
        sink.forEach((key, value) -> lines.add(key + "=" + value));
        Path connector = Files.write(directory.resolve("connector.properties"), lines);
        this.process = new ForkedServer(
                name,
                JavaCommand.named("io.sluice.cli.SluiceMain")
                        .jvm(
                                "-Xmx768m",
                                "-Dsluice.home=" + Project.module("conf").getParent(),
                                "-Dsluice.log.file=" + Project.log(name + "-details.log"))
                        .arguments(
                                "up",
                                "--data=" + directory.resolve("data"),
                                "--port=" + port,
                                "--hdfs-port=" + nameNodePort,
                                "--connect-port=" + Clients.freePort(),
                                "--connector=" + connector));
    }

    @Override
    public ForkedServer process() {
        return process;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Its HDFS, while it runs. */
    public URI fileSystem() {
        return URI.create("hdfs://127.0.0.1:" + nameNodePort);
    }
}
