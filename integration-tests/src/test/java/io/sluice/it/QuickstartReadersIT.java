/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.it.support.DuckDb;
import io.sluice.it.support.JavaCommand;
import io.sluice.it.support.ParquetTable;
import io.sluice.it.support.Program;
import io.sluice.it.support.Project;
import io.sluice.it.support.SparkSql;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other engines make of the table that {@code sluice quickstart} wrote and compacted on HDFS. */
@Tag("peers")
class QuickstartReadersIT {

    private static final Path INPUT = Project.module("conf").resolve("samples/flights.jsonl");

    @TempDir
    static Path dir;

    private static final List<JsonNode> FLIGHTS = new ArrayList<>();
    private static String table;

    @BeforeAll
    static void runQuickstart() throws IOException {
        MiniHdfs hdfs = MiniHdfs.shared();
        table = hdfs.uri() + "/topics/flights";
        JavaCommand quickstart = JavaCommand.named("io.sluice.cli.SluiceMain")
                .jvm("-Xmx1g", "-Dsluice.home=" + INPUT.getParent().getParent().getParent())
                .arguments(
                        "quickstart",
                        "--format=json",
                        "--input=" + INPUT,
                        "--fs=" + hdfs.uri(),
                        "--data=" + dir.resolve("data"));
        try (Program program = Program.start("quickstart", quickstart)) {
            program.awaitSuccess(Duration.ofMinutes(5));
        }
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(INPUT)) {
            FLIGHTS.add(json.readTree(line));
        }
    }

    @Test
    void sparkFindsWhatWasSent() throws IOException {
        List<JsonNode> rows = SparkSql.ask(
                table,
                "SELECT count(*) AS n, sum(delay) AS delay, sum(distance) AS distance FROM t",
                "SELECT count(*) AS n FROM t WHERE origin = 'LAS' AND delay > 10",
                "SELECT count(*) AS n FROM t WHERE dt = '" + firstDay() + "'");

        assertThat(rows)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"n\":" + FLIGHTS.size() + ",\"delay\":" + sum("delay") + ",\"distance\":" + sum("distance")
                                + "}",
                        "{\"n\":" + lateFromLasVegas() + "}",
                        "{\"n\":" + onFirstDay() + "}");
    }

    @Test
    void duckDbFindsWhatWasSent() throws Exception {
        Path local = dir.resolve("flights");
        MiniHdfs hdfs = MiniHdfs.shared();
        try (FileSystem fs = FileSystem.newInstance(hdfs.uri(), hdfs.configuration())) {
            fs.copyToLocalFile(new org.apache.hadoop.fs.Path(table), new org.apache.hadoop.fs.Path(local.toUri()));
        }

        assertThat(DuckDb.ask(local, "SELECT count(*), sum(delay), sum(distance) FROM t"))
                .containsExactly(FLIGHTS.size() + "," + sum("delay") + "," + sum("distance"));
        assertThat(DuckDb.ask(local, "SELECT count(*) FROM t WHERE origin = 'LAS' AND delay > 10"))
                .containsExactly(String.valueOf(lateFromLasVegas()));
        assertThat(DuckDb.ask(local, "SELECT count(*) FROM t WHERE dt = '" + firstDay() + "'"))
                .containsExactly(String.valueOf(onFirstDay()));
    }

    @Test
    void parquetAvroFindsWhatWasSent() throws IOException {
        ParquetTable read = new ParquetTable(table, MiniHdfs.shared().configuration());

        assertThat(read.rowCount()).isEqualTo(FLIGHTS.size());
        assertThat(read.rows(row -> row.get("date") + " " + row.get("origin") + " " + row.get("delay")))
                .containsExactlyInAnyOrderElementsOf(FLIGHTS.stream()
                        .map(f -> f.get("date").asText() + " " + f.get("origin").asText() + " " + f.get("delay"))
                        .toList());
    }

    private static long sum(String field) {
        return FLIGHTS.stream().mapToLong(f -> f.get(field).asLong()).sum();
    }

    private static long lateFromLasVegas() {
        return FLIGHTS.stream()
                .filter(f ->
                        f.get("origin").asText().equals("LAS") && f.get("delay").asLong() > 10)
                .count();
    }

    private static String firstDay() {
        return FLIGHTS.get(0).get("date").asText().substring(0, 10).replace('/', '-');
    }

    private static long onFirstDay() {
        String day = firstDay().replace('-', '/');
        return FLIGHTS.stream()
                .filter(f -> f.get("date").asText().startsWith(day))
                .count();
    }
}
