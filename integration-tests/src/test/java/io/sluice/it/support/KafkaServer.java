/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;

/** A broker in a JVM of its own, on a port and a directory that it keeps from start to start. */
public interface KafkaServer extends AutoCloseable {

    /** The JVM. */
    ForkedServer process();

    /** {@code 127.0.0.1:port}, the same for all starts. */
    String bootstrapServers();

    /** Starts it, and returns when it answers. */
    default void start() throws IOException {
        process().start();
        Clients.awaitReady(bootstrapServers(), process());
    }

    /** SIGKILL; returns when the process is gone. */
    default void kill() {
        process().kill();
    }

    /** Kills it, if it runs. */
    @Override
    default void close() {
        process().close();
    }
}
