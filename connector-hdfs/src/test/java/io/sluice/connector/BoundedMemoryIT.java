/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.HugeInput.Scenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a task needs does not grow with its input. The bound, beside the records that Connect hands over at a time: per
 * thread of {@code convert.threads} one row group ({@code parquet.block.size}) and 32 MiB, and an Avro block of staging.
 */
class BoundedMemoryIT {

    /** A row group of 8 MiB, 32 MiB, and a record of 20 MB as text, as Avro, in a staging block and in a Parquet page. */
    private static final String HEAP = "-Xmx384m";

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource(Scenario.class)
    @Tag("check-41")
    void aSmallHeapWillDo(Scenario scenario) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                HugeInput.class.getName(),
                scenario.name(),
                temp.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        long n = scenario.records;
        assertThat(output).contains(n + " rows, ids " + n * (n - 1) / 2 + ", ");
        assertThat(process.exitValue()).as(output).isZero();
    }
}
