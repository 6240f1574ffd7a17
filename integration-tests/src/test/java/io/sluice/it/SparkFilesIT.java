/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.it.support.SmallFiles;
import io.sluice.it.support.SparkSql;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that Spark wrote over the years, no two of one schema, become one in which Spark finds the same rows, with both of
 * its readers: narrower numbers, decimals of other storages, timestamps of three physical types, columns and fields that
 * came later.
 */
@Tag("peers")
class SparkFilesIT {

    /** What each file has; beside it how its columns are read. */
    private static final List<String> COLUMNS = List.of(
            "n, cast(a AS tinyint) a, cast(a / 3 AS decimal(9,2)) d, at, s, array(cast(a AS int), null) l,"
                    + " named_struct('x', cast(a AS int)) st, cast(a AS float) / 3 f",
            "n, cast(a AS int) a, cast(a / 3 AS decimal(18,2)) d, at, s, array(a) l,"
                    + " named_struct('x', a, 'y', s) st, cast(a AS double) / 3 f, cast(at AS date) dt",
            "n, cast(a AS bigint) a, cast(a / 3 AS decimal(30,2)) d, at, s, cast(array() AS array<int>) l,"
                    + " named_struct('x', cast(a AS int)) st, cast(a AS float) / 3 f, cast(s AS binary) raw");

    private static final List<String> TIMES = List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS");
    private static final List<String> CODECS = List.of("snappy", "zstd", "lz4_raw");
    private static final int ROWS_A_FILE = 3_000;

    @TempDir
    Path dir;

    @Test
    void rowsStayWhatTheyAre() throws IOException {
        Path any = Files.createDirectory(dir.resolve("any"));
        new SmallFiles(1).write(any);
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            queries.add("SET spark.sql.parquet.outputTimestampType=" + TIMES.get(i));
            queries.add("SET spark.sql.parquet.compression.codec=" + CODECS.get(i));
            String rows = source(i * ROWS_A_FILE, (i + 1) * ROWS_A_FILE);
            queries.add("INSERT OVERWRITE DIRECTORY '" + dir.resolve("w" + i) + "' USING parquet"
                    + " SELECT /*+ COALESCE(1) */ " + COLUMNS.get(i) + " FROM " + rows);
            queries.add(digest(dir.resolve("w" + i), i == 1, i == 1, i == 2));
        }
        List<JsonNode> before = digests(SparkSql.ask(any.toString(), queries.toArray(String[]::new)));
        Path table = Files.createDirectory(dir.resolve("table"));
        for (int i = 0; i < COLUMNS.size(); i++) {
            Files.copy(only(dir.resolve("w" + i)), table.resolve("f" + i + ".parquet"));
        }

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true),
                new LocalFileStore(),
                new StorePath(table.toString()),
                CompactionListener.NONE);

        assertThat(report.results()).isNotEmpty().allMatch(r -> r.message().isEmpty());
        StorePath merged = new StorePath(only(table).toString());
        assertThat(FileValidator.validate(new LocalFileStore(), List.of(merged)))
                .isEmpty();
        List<String> after = new ArrayList<>();
        for (boolean vectorized : List.of(true, false)) {
            after.add("SET spark.sql.parquet.enableVectorizedReader=" + vectorized);
            for (int i = 0; i < COLUMNS.size(); i++) {
                after.add(digest(table, true, true, true) + " WHERE n >= " + i * ROWS_A_FILE + " AND n < "
                        + (i + 1) * ROWS_A_FILE);
            }
        }
        List<JsonNode> found = digests(SparkSql.ask(table.toString(), after.toArray(String[]::new)));
        assertThat(found).hasSize(2 * before.size());
        assertThat(found.subList(0, before.size())).as("vectorized").isEqualTo(before);
        assertThat(found.subList(before.size(), found.size())).as("row by row").isEqualTo(before);
    }

    private static String source(int from, int to) {
        return "(SELECT id n, id % 97 - 40 a, timestamp_micros((id * 61003 - 5000000) * 1000) at,"
                + " concat('v', id % 40) s FROM range(" + from + ", " + to + "))";
    }

    private static List<JsonNode> digests(List<JsonNode> rows) {
        return rows.stream().filter(r -> r.has("hash")).toList();
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".parquet")).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    /** Rows, and a hash of each with its number, added up: what is another type in each file is one type here. */
    private static String digest(Path table, boolean y, boolean date, boolean raw) {
        return "SELECT count(*) rows, sum(cast(xxhash64(n, cast(a AS bigint), cast(d AS decimal(30,2)), at, s,"
                + " cast(l AS array<bigint>), cast(st.x AS bigint), " + (y ? "st.y" : "cast(null AS string)") + ","
                + " f IS NULL, " + (date ? "dt" : "cast(null AS date)") + ", "
                + (raw ? "raw" : "cast(null AS binary)")
                + ") AS decimal(38,0))) hash, sum(cast(f AS double)) f FROM parquet.`" + table + "`";
    }
}
