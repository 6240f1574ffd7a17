/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our broker. */
public final class SluiceBroker implements KafkaServer {

    private final int port = Clients.freePort();
    private final ForkedServer process;

    /**
     * A broker that is not started yet.
     *
     * @param name of its log file
     * @param settings further lines of its configuration file
     */
    public SluiceBroker(String name, Path directory, String... settings) throws IOException {
        Path config = directory.resolve("broker.properties");
        Files.write(
                config,
                List.of(
                        "listeners=PLAINTEXT://127.0.0.1:" + port,
                        "log.dirs=" + directory.resolve("data"),
                        String.join("\n", settings)));
        this.process = new ForkedServer(
                name,
                JavaCommand.named("io.sluice.broker.BrokerMain").jvm("-Xmx512m").arguments(config.toString()));
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
