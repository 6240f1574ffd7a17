/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.it.support.SmallFiles;
import io.sluice.it.support.SparkSql;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark finds the same rows in a table before and after its files were merged, with both of its Parquet readers. */
@Tag("peers")
class SparkReadsMergedIT {

    private static final int TABLES = Integer.getInteger("sluice.test.tables", 12);
    private static final long SEED = Long.getLong("sluice.test.seed", 1L);

    @TempDir
    Path dir;

    @Test
    @Tag("check-45")
    void bothReadersFindTheRowsThatWereThere() throws IOException {
        List<String> queries = new ArrayList<>();
        for (long seed = SEED; seed < SEED + TABLES; seed++) {
            Path before = Files.createDirectory(dir.resolve("before-" + seed));
            Path after = Files.createDirectory(dir.resolve("after-" + seed));
            new SmallFiles(seed).write(before);
            new SmallFiles(seed).write(after);
            CompactionReport report = Compactor.run(
                    CompactorConfig.defaults().withRenames(true),
                    new LocalFileStore(),
                    new StorePath(after.toString()),
                    CompactionListener.NONE);
            assertThat(report.results()).isNotEmpty().allMatch(r -> r.message().isEmpty());
            queries.add("SET spark.sql.parquet.enableVectorizedReader=true");
            queries.add(digest(after));
            queries.add("SET spark.sql.parquet.enableVectorizedReader=false");
            queries.add(digest(after));
            queries.add(digest(before));
        }

        List<JsonNode> rows = SparkSql.ask(dir.resolve("before-" + SEED).toString(), queries.toArray(String[]::new));

        for (int i = 0; i < TABLES; i++) {
            JsonNode vectorized = rows.get(5 * i + 1);
            JsonNode plain = rows.get(5 * i + 3);
            JsonNode before = rows.get(5 * i + 4);
            assertThat(before.get("n").asLong()).isPositive();
            assertThat(plain).as("table of seed %d, row by row", SEED + i).isEqualTo(before);
            assertThat(vectorized).as("table of seed %d, vectorized", SEED + i).isEqualTo(before);
        }
    }

    /** A hash of each column with the row's number, added up. */
    private static String digest(Path table) {
        StringBuilder query = new StringBuilder("SELECT count(*) AS n, sum(n) AS numbers");
        for (String column : List.of("i", "oi", "l", "d", "b", "s", "os", "day", "at", "list", "words", "r")) {
            query.append(", sum(cast(xxhash64(n, ").append(column).append(") AS decimal(38,0))) AS h_");
            query.append(column);
        }
        query.append(", sum(cast(xxhash64(n, to_json(map)) AS decimal(38,0))) AS h_map");
        return query.append(" FROM parquet.`").append(table).append("`").toString();
    }
}
