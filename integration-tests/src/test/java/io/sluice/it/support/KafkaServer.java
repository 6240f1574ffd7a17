/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;

/** A broker in a JVM of its own, on a port and a directory that it keeps from start to start. */
public interface KafkaServer extends AutoCloseable {

    /** Starts it, and returns when it answers. */
    void start() throws IOException;

    /** SIGKILL; returns when the process is gone. */
    void kill();

    /** {@code 127.0.0.1:port}, the same for all starts. */
    String bootstrapServers();

    /** Kills it, if it runs. */
    @Override
    void close();
}
