/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.valuesFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process whose writes fail in the middle, by a limit that the kernel sets on it (RLIMIT_FSIZE): the write-ahead
 * log ends in a piece of a group, as on a full disk.
 */
class FullDiskTest {
    private static final String SHELL = "/bin/sh";
    private static final int LIMIT_KIB = 2000;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldRefuseAppendsServeReadsAndLoseNothingOnceThereIsRoom() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(SHELL)), "a shell that sets the limit");
        String[] said = fill();

        int acknowledged = Integer.parseInt(said[0]);
        assertThat(acknowledged).isBetween(1000, 3000);
        assertThat(said[1]).as("reads go on").isEqualTo(said[0]);
        assertThat(said[2])
                .startsWith("The log takes no more records since writing it failed (File too large)")
                .endsWith("Mend the disk, then restart the broker");
        verify(acknowledged);
    }

    private String[] fill() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        SHELL,
                        "-c",
                        "ulimit -f " + 2 * LIMIT_KIB + " && exec \"$@\"", // in blocks of 512 bytes
                        SHELL,
                        java.toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        KilledBrokerTest.classPath(),
                        FillingBroker.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> lines =
                output.lines().filter(line -> line.matches("\\d+ \\d+ .*")).toList();
        assertThat(lines).as(output).hasSize(1);
        return lines.get(0).split(" ", 3);
    }

    private void verify(int acknowledged) throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.create(partition("filling", 0), CrashingBroker.RULES);
            assertThat(valuesFrom(log, 0, 1 << 20))
                    .isEqualTo(IntStream.range(0, acknowledged)
                            .mapToObj(FillingBroker::value)
                            .toList());
            log.append(LogFixture.batch("more"), AppendOrigin.CLIENT).durable().join();
            assertThat(log.highWatermark()).isEqualTo(acknowledged + 1);
        }
    }
}
