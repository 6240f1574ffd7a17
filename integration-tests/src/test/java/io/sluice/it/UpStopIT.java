/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.SluiceMain;
import io.sluice.it.support.Project;
import io.sluice.it.support.SluiceUp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code sluice up}, stopped as Ctrl-C stops it and started again, as the other commands see it. */
class UpStopIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long SAMPLE_LINES = 4_891;

    @TempDir
    Path dir;

    @Test
    void goesOnWhereAnOrderlyStopLeftIt() throws Exception {
        try (SluiceUp up = new SluiceUp("up-stop", dir, textSink())) {
            start(up);
            produce(up);
            stop(up);

            start(up);
            produce(up);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(run(up, "tables")).contains(count(2 * SAMPLE_LINES)));
            assertThat(run(up, "cat", "packages").lines().count()).isEqualTo(2 * SAMPLE_LINES);
            stop(up);
        }
    }

    private static void start(SluiceUp up) throws IOException {
        up.start();
        await().atMost(PATIENCE).until(() -> {
            up.process().checkAlive();
            return up.process().output().contains("Running until Ctrl-C");
        });
    }

    private static void stop(SluiceUp up) {
        assertThat(up.process().terminate()).as(up.process().output()).isZero();
        assertThat(up.process().output()).endsWith("stopping\n");
    }

    private static void produce(SluiceUp up) {
        String sample = Project.module("conf").resolve("samples/dpkg.log").toString();
        assertThat(run(up, "produce", "packages", sample))
                .contains("sent " + count(SAMPLE_LINES) + " records to packages");
    }

    /** A command that finds out by itself where {@code up} is. */
    private static String run(SluiceUp up, String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--data=" + up.data());
        assertThat(line.execute(all.toArray(String[]::new)))
                .as(String.join(" ", all))
                .isZero();
        return out.toString();
    }

    private static Map<String, String> textSink() throws IOException {
        Properties conf = new Properties();
        try (Reader reader = Files.newBufferedReader(Project.module("conf").resolve("hdfs-sink-text.properties"))) {
            conf.load(reader);
        }
        Map<String, String> sink = new TreeMap<>();
        conf.stringPropertyNames().forEach(key -> sink.put(key, conf.getProperty(key)));
        sink.put("rotate.interval.ms", "3000");
        return sink;
    }

    private static String count(long n) {
        return String.format("%,d", n);
    }
}
