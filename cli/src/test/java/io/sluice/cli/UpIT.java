/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code sluice up} in a process of its own: killed, started again, stopped in order. */
class UpIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long SAMPLE_LINES = 4_891;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stopAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldResumeAfterKillNineWithNothingLostOrDoubled() throws Exception {
        Path data = directory.resolve("data");
        int[] ports = freePorts();

        Process first = up(data, ports, "first.txt");
        produce(data);
        first.destroyForcibly().waitFor();

        Process second = up(data, ports, "second.txt");
        produce(data);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(run("tables", "--data", data.toString()))
                        .contains(String.format("%,d", 2 * SAMPLE_LINES)));

        assertThat(run("cat", "packages", "--data", data.toString()).lines().count())
                .isEqualTo(2 * SAMPLE_LINES);

        second.destroy();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue())
                .as(Files.readString(directory.resolve("second.txt")))
                .isZero();
    }

    private static void produce(Path data) {
        assertThat(run("produce", "packages", sample().toString(), "--data", data.toString()))
                .contains("sent 4,891 records to packages");
    }

    private static Path sample() {
        return Path.of(System.getProperty("sluice.home")).resolve("conf/samples/dpkg.log");
    }

    private static String run(String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        assertThat(line.execute(args)).as(String.join(" ", args)).isZero();
        return out.toString();
    }

    private Process up(Path data, int[] ports, String output) throws IOException {
        Path screen = directory.resolve(output);
        Path connector = directory.resolve("connector.properties");
        Path conf = Path.of(System.getProperty("sluice.home")).resolve("conf/hdfs-sink-text.properties");
        Files.writeString(
                connector, Files.readString(conf).replace("rotate.interval.ms=60000", "rotate.interval.ms=3000"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dsluice.home=" + System.getProperty("sluice.home"),
                        "-Dsluice.log.file=" + directory.resolve("sluice.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.sluice.cli.SluiceMain",
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(ports[0]),
                        "--hdfs-port",
                        Integer.toString(ports[1]),
                        "--connect-port",
                        Integer.toString(ports[2]),
                        "--connector",
                        connector.toString())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        processes.add(process);
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || Files.readString(screen).contains("Running until Ctrl-C"));
        assertThat(process.isAlive()).as(Files.readString(screen)).isTrue();
        return process;
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0);
                ServerSocket c = new ServerSocket(0)) {
            return new int[] {a.getLocalPort(), b.getLocalPort(), c.getLocalPort()};
        }
    }
}
