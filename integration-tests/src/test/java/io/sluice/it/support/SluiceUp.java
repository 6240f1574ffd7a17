/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sluice up}: broker, HDFS and connector in one process, which a kill takes all at once. */
public final class SluiceUp implements KafkaServer {

    private final String name;
    private final Path data;
    private final Path connector;
    private final int port = Clients.freePort();
    private final int nameNodePort = Clients.freePort();
    private final int connectPort = Clients.freePort();
    private @Nullable Program program;

    public SluiceUp(String name, Path directory, Map<String, String> sink) throws IOException {
        this.name = name;
        this.data = directory.resolve("data");
        List<String> lines = new ArrayList<>(List.of(
                "name=" + name,
                "connector.class=io.sluice.connector.HdfsSinkConnector",
                "value.converter=org.apache.kafka.connect.converters.ByteArrayConverter"));
        sink.forEach((key, value) -> lines.add(key + "=" + value));
        this.connector = Files.write(directory.resolve("connector.properties"), lines);
    }

    @Override
    public void start() throws IOException {
        Program started = Program.start(
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
                                "--connect-port=" + connectPort,
                                "--connector=" + connector));
        program = started;
        Clients.awaitReady(bootstrapServers(), started);
    }

    /** Fails with its output if it has ended. */
    public void checkAlive() {
        if (program == null || !program.isAlive()) {
            throw new AssertionError(name + " has ended" + (program == null ? "" : ":\n" + program.output()));
        }
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

    /** Its HDFS, while it runs. */
    public URI fileSystem() {
        return URI.create("hdfs://127.0.0.1:" + nameNodePort);
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
