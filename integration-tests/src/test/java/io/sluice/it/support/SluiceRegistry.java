/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Our schema registry, as a process of its own. */
public final class SluiceRegistry implements AutoCloseable {

    private final URI url;
    private final ForkedServer process;

    /**
     * A registry that is not started yet.
     *
     * @param name of its log file
     */
    public SluiceRegistry(String name, String bootstrapServers) throws IOException {
        this.url = URI.create("http://127.0.0.1:" + Clients.freePort());
        this.process = new ForkedServer(
                name,
                JavaCommand.named("io.sluice.registry.RegistryMain")
                        .jvm("-Xmx256m")
                        .arguments("listeners=" + url, "kafkastore.bootstrap.servers=" + bootstrapServers));
    }

    /** Returns when it answers. */
    public SluiceRegistry start() throws IOException {
        process.start();
        RegistryCalls calls = calls();
        await("an answer from " + url)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    process.checkAlive();
                    return calls.answers();
                });
        return this;
    }

    public URI url() {
        return url;
    }

    public RegistryCalls calls() {
        return new RegistryCalls(url);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
