/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The quickstart as a user runs it, once for each format; then the other commands on what it left. */
class QuickstartIT {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @ParameterizedTest
    @CsvSource({"text, mini, packages", "json, file, flights", "avro, file, flights-avro"})
    void shouldBringEachRecordIntoTheTableOnce(String format, String fileSystem, String table) {
        Path data = directory.resolve("data");

        int code = run(
                "quickstart", "--format", format, "--fs", fileSystem, "--records", "1500", "--data", data.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("Files before compaction", "Files after compaction", "The first rows", "1,500 records")
                .contains("Every record is there, once.");
        assertThat(code).isZero();
        if (fileSystem.equals("file")) {
            lookAround(data, table);
        }
    }

    private void lookAround(Path data, String table) {
        String warehouse = data.resolve("warehouse").toUri().toString();

        out.getBuffer().setLength(0);
        assertThat(run("tables", "--fs", warehouse)).isZero();
        assertThat(out.toString()).contains(table).contains("1,500");

        out.getBuffer().setLength(0);
        assertThat(run("cat", table, "-n", "3", "--fs", warehouse)).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{") && line.contains("\"dt\":"));

        out.getBuffer().setLength(0);
        assertThat(run("compact", table, "--fs", warehouse, "--dry-run")).isZero();
        assertThat(out.toString()).isNotBlank();

        out.getBuffer().setLength(0);
        assertThat(run("inspect", anyParquet(data).toString())).isZero();
        assertThat(out.toString()).contains("row groups", "key-value metadata", "sluice.offset.ranges");
    }

    private static Path anyParquet(Path data) {
        try (Stream<Path> files = Files.walk(data.resolve("warehouse"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")
                            && !file.toString().contains("/.sluice/"))
                    .findFirst()
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldSayWhichFileIsNoAvro() throws java.io.IOException {
        Path text = Files.write(directory.resolve("text.avro"), "not avro".getBytes(StandardCharsets.UTF_8));

        assertThat(run("quickstart", "--format", "avro", "--fs", "file", "--input", text.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("text.avro is not an Avro container file")
                .doesNotContain("\tat ");
    }
}
