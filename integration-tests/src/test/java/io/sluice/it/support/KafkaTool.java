/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One of the command-line tools of Apache Kafka, as its scripts start it. */
public record KafkaTool(String mainClass, Path directory) {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /**
     * Runs it.
     *
     * @return the lines that it printed
     * @throws AssertionError with what it said, unless it went well
     */
    public List<String> run(String... arguments) throws IOException {
        String name = mainClass.replaceAll(".*[.]", "");
        Path out = Files.createTempFile(directory, name, ".out");
        List<String> line = new ArrayList<>(List.of(
                "sh",
                "-c",
                "out=$1; shift; exec \"$@\" > \"$out\"",
                "sh",
                out.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlog4j2.level=error",
                "-cp",
                String.join(File.pathSeparator, Peer.APACHE_KAFKA.classPath()),
                mainClass));
        line.addAll(Arrays.asList(arguments));
        try (Program tool = Program.start(name, line, Map.of())) {
            tool.awaitSuccess(TIMEOUT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(out), e);
        }
        return Files.readAllLines(out);
    }
}
