/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that a test started. What it prints goes to a file below {@code target/it}, and is shown when it fails.
 *
 * <p>Thread-safe, but for {@link #input}.
 */
public final class Program implements AutoCloseable {

    private static final int SHOWN_BYTES = 8_000;

    private final String name;
    private final Process process;
    private final Path log;
    private final long logStart;

    private Program(String name, Process process, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /** Starts a Java program; its output is appended to {@code target/it/name.log}. */
    public static Program start(String name, JavaCommand command) throws IOException {
        return start(name, command.line(), Map.of());
    }

    /** Starts any program. */
    public static Program start(String name, List<String> line, Map<String, String> environment) throws IOException {
        Path log = Project.log(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        return new Program(name, builder.start(), log, logStart);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(60));
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit(Duration.ofSeconds(60));
    }

    /** Writes standard input, and ends it. */
    public void input(byte[] bytes) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        }
    }

    /** Waits for its end, and fails unless it went well. */
    public void awaitSuccess(Duration timeout) {
        int code = awaitExit(timeout);
        if (code != 0) {
            throw new AssertionError(name + " exited with " + code + "; the end of " + log + ":\n" + output());
        }
    }

    /** The end of what it printed. */
    public String output() {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(logStart, Files.size(log) - SHOWN_BYTES));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(cannot read " + log + ": " + e.getMessage() + ")";
        }
    }

    private int awaitExit(Duration timeout) {
        try {
            if (process.waitFor(timeout.toSeconds(), SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new AssertionError(
                name + " has not ended in " + timeout + " and was killed; the end of " + log + ":\n" + output());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
