/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our broker. */
public final class SluiceBroker implements KafkaServer {

    private final String name;
    private final Path config;
    private final int port;
    private @Nullable Program program;

    /**
     * A broker that is not started yet.
     *
     * @param name of its log file
     * @param settings further lines of its configuration file
     */
    public SluiceBroker(String name, Path directory, String... settings) throws IOException {
        this.name = name;
        this.port = Clients.freePort();
        this.config = directory.resolve("broker.properties");
        Files.write(
                config,
                List.of(
                        "listeners=PLAINTEXT://127.0.0.1:" + port,
                        "log.dirs=" + directory.resolve("data"),
                        String.join("\n", settings)));
    }

    @Override
    public void start() throws IOException {
        Program started = Program.start(
                name,
                JavaCommand.named("io.sluice.broker.BrokerMain").jvm("-Xmx512m").arguments(config.toString()));
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
