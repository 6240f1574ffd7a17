/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.verify.FileValidator;
import io.sluice.it.support.DuckDb;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that DuckDB wrote, no two of one schema, become one in which DuckDB finds the same rows. */
@Tag("peers")
class DuckDbFilesIT {

    private static final List<String> TYPES = List.of(
            "a::INTEGER a, d::DECIMAL(9,2) d, ts::TIMESTAMP_MS ts, s, [a, NULL, 3]::INTEGER[] l,"
                    + " {'x': a, 'y': s} st, MAP {s: a} m, (abs(a) % 200)::UTINYINT u, ts::DATE dt, b, r::FLOAT r",
            "a::BIGINT a, d::DECIMAL(18,2) d, ts::TIMESTAMP ts, s, [a]::BIGINT[] l,"
                    + " {'x': a::BIGINT, 'y': s, 'z': r} st, MAP {s: a::BIGINT} m, (abs(a) % 200)::USMALLINT u,"
                    + " ts::DATE dt, b, r::DOUBLE r, uuid() id",
            "(a % 100)::TINYINT a, d::DECIMAL(30,2) d, ts::TIMESTAMP_NS ts, s, []::INTEGER[] l,"
                    + " NULL::STRUCT(x INTEGER, y VARCHAR) st, NULL::MAP(VARCHAR, INTEGER) m, (abs(a) * 100000)::UINTEGER u,"
                    + " NULL::DATE dt, NULL::BOOLEAN b, r::FLOAT r, encode(s) raw");

    private static final List<String> OPTIONS = List.of(
            "CODEC snappy, ROW_GROUP_SIZE 2048",
            "CODEC zstd, PARQUET_VERSION V2",
            "CODEC lz4_raw, PARQUET_VERSION V2, ROW_GROUP_SIZE 4096",
            "CODEC uncompressed, PARQUET_VERSION V1",
            "CODEC gzip, DICTIONARY_SIZE_LIMIT 1");

    @TempDir
    Path dir;

    @Test
    void rowsStayWhatTheyAre() throws IOException, SQLException {
        Path table = Files.createDirectory(dir.resolve("table"));
        List<String> before = new ArrayList<>();
        for (int i = 0; i < OPTIONS.size(); i++) {
            Path file = table.resolve("f" + i + ".parquet");
            DuckDb.run("COPY (SELECT " + TYPES.get(i % TYPES.size()) + " FROM (" + source(3_000 + i) + "))" + " TO '"
                    + file + "' (FORMAT parquet, " + OPTIONS.get(i) + ")");
            before.addAll(rows(file, i % TYPES.size()));
        }

        CompactionReport report = Compactor.run(
                CompactorConfig.defaults().withRenames(true),
                new LocalFileStore(),
                new StorePath(table.toString()),
                CompactionListener.NONE);

        assertThat(report.results()).isNotEmpty().allMatch(r -> r.message().isEmpty());
        List<Path> merged;
        try (Stream<Path> files = Files.list(table)) {
            merged = files.filter(f -> f.toString().endsWith(".parquet")).toList();
        }
        assertThat(merged).hasSize(1);
        assertThat(FileValidator.validate(
                        new LocalFileStore(),
                        List.of(new StorePath(merged.get(0).toString()))))
                .isEmpty();
        assertThat(rows(merged.get(0), -1)).isEqualTo(before);
    }

    private static String source(int rows) {
        return "SELECT (range * 7 % 30011 - 500)::INTEGER a, ((range * 31) % 10007 / 100.0 - 40)::DECIMAL(9,2) d,"
                + " TIMESTAMP '1969-12-01 01:02:03' + INTERVAL (range * 61) SECOND ts,"
                + " CASE WHEN range % 5 = 0 THEN 'v' || (range % 40) ELSE 'text ' || range END s,"
                + " range % 3 = 0 b, (range % 1000) / 8.0 r FROM range(" + rows + ")";
    }

    /** Each row as text, in order: what is another type in each file is one type here. */
    private static List<String> rows(Path file, int types) throws SQLException {
        String id = types == 1 || types < 0 ? "id" : "NULL";
        String raw = types == 2 || types < 0 ? "raw" : "NULL";
        String z = types == 1 || types < 0 ? "st.z" : "NULL";
        return DuckDb.ask("SELECT concat_ws('|', coalesce(a::VARCHAR, '-'), coalesce(d::DECIMAL(30,2)::VARCHAR, '-'),"
                + " coalesce(epoch_ns(ts::TIMESTAMP_NS)::VARCHAR, '-'), coalesce(s, '-'),"
                + " coalesce(l::BIGINT[]::VARCHAR, '-'), coalesce(st.x::BIGINT::VARCHAR, '-'), coalesce(st.y, '-'),"
                + " coalesce((" + z + ")::DOUBLE::VARCHAR, '-'), st IS NULL, coalesce(m::VARCHAR, '-'),"
                + " coalesce(u::BIGINT::VARCHAR, '-'), coalesce(dt::VARCHAR, '-'), coalesce(b::VARCHAR, '-'),"
                + " coalesce(r::DOUBLE::VARCHAR, '-'), coalesce((" + id + ")::VARCHAR, '-'),"
                + " coalesce((" + raw + ")::VARCHAR, '-')) FROM read_parquet('" + file + "')");
    }
}
