/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A Java server that a test starts, kills, and starts again, each time by the same command. Not thread-safe. */
public final class ForkedServer implements AutoCloseable {

    private final String name;
    private final JavaCommand command;
    private @Nullable Program program;

    /**
     * A server that is not started yet.
     *
     * @param name of its log file
     */
    public ForkedServer(String name, JavaCommand command) {
        this.name = name;
        this.command = command;
    }

    public void start() throws IOException {
        program = Program.start(name, command);
    }

    /** Fails with its output if it has ended. */
    public void checkAlive() {
        if (program == null || !program.isAlive()) {
            throw new AssertionError(name + " has ended" + (program == null ? "" : ":\n" + program.output()));
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        started().kill();
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        return started().terminate();
    }

    /** The end of what it printed. */
    public String output() {
        return program == null ? "" : program.output();
    }

    /** Kills it, if it runs. */
    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }

    private Program started() {
        if (program == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return program;
    }
}
