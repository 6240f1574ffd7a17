/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.compactor.merge.rows.Rewrite;
import io.sluice.compactor.merge.rows.RowOrder;
import io.sluice.compactor.merge.rows.SortColumn;
import io.sluice.compactor.merge.rows.SortSpace;
import io.sluice.it.support.JavaCommand;
import io.sluice.it.support.Peer;
import io.sluice.it.support.Program;
import io.sluice.it.support.SmallFiles;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hive's own reader finds the same rows in splits of a table before and after a merge, and after one that sorts. */
@Tag("peers")
class HiveReadsMergedIT {

    private static final int TABLES = Integer.getInteger("sluice.test.tables", 4);
    private static final long SEED = Long.getLong("sluice.test.seed", 1L);
    private static final String SPLITS = "7";
    private static final Rewrite SORTED = new Rewrite(
            Optional.empty(), Optional.of(new RowOrder.Linear(SortColumn.parse("s desc, r.y, n"))), SortSpace.DEFAULT);
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("n", "bigint");
        COLUMNS.put("i", "int");
        COLUMNS.put("oi", "int");
        COLUMNS.put("l", "bigint");
        COLUMNS.put("d", "double");
        COLUMNS.put("b", "boolean");
        COLUMNS.put("s", "string");
        COLUMNS.put("os", "string");
        COLUMNS.put("day", "date");
        COLUMNS.put("at", "timestamp");
        COLUMNS.put("list", "array<int>");
        COLUMNS.put("words", "array<string>");
        COLUMNS.put("map", "map<string,bigint>");
        COLUMNS.put("r", "struct<x:float,y:string>");
    }

    @TempDir
    Path dir;

    private Path table(long seed, String name, Optional<Rewrite> merged) throws IOException {
        Path table = Files.createDirectory(dir.resolve(name + "-" + seed));
        SmallFiles files = new SmallFiles(seed);
        // Hive reads no file of parquet-java's own making with a float in it, see FloatOrder; the merged ones it does.
        (merged.isPresent() ? files : files.forAllReaders()).write(table);
        if (merged.isPresent()) {
            CompactionReport report = Compactor.run(
                    CompactorConfig.defaults()
                            .withRenames(true)
                            .withRowGroupBytes(100_000)
                            .withRewrite(merged.get()),
                    new LocalFileStore(),
                    new StorePath(table.toString()),
                    CompactionListener.NONE);
            assertThat(report.results()).isNotEmpty().allMatch(r -> r.message().isEmpty());
        }
        return table;
    }

    private void read(List<Path> tables) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(String.join(",", COLUMNS.keySet()), String.join(",", COLUMNS.values()), SPLITS));
        for (Path table : tables) {
            arguments.add(answer(table).toString());
            arguments.add(table.toString());
        }
        List<String> jvm = new ArrayList<>(List.of("-Xmx512m", "-Duser.timezone=UTC", "-Dlog4j2.level=warn"));
        for (String name : List.of("java.net", "java.util", "java.lang")) {
            jvm.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
        }
        JavaCommand command = new JavaCommand(Peer.HIVE.classPath(), "io.sluice.peer.hive.HiveReads", jvm, arguments);
        try (Program hive = Program.start("hive", command)) {
            hive.awaitSuccess(Duration.ofMinutes(5));
        }
    }

    private Path answer(Path table) {
        return dir.resolve(table.getFileName() + ".json");
    }

    private List<String> rows(Path table) throws IOException {
        return Files.readAllLines(answer(table)).stream().sorted().toList();
    }

    @Test
    void theRowsThatWereThere() throws IOException {
        List<Path> before = new ArrayList<>();
        List<Path> merged = new ArrayList<>();
        List<Path> sorted = new ArrayList<>();
        for (long seed = SEED; seed < SEED + TABLES; seed++) {
            before.add(table(seed, "before", Optional.empty()));
            merged.add(table(seed, "merged", Optional.of(Rewrite.NONE)));
            sorted.add(table(seed, "sorted", Optional.of(SORTED)));
        }
        List<Path> all = new ArrayList<>(before);
        all.addAll(merged);
        all.addAll(sorted);

        read(all);

        for (int i = 0; i < TABLES; i++) {
            List<String> expected = rows(before.get(i));
            assertThat(expected).isNotEmpty().allMatch(row -> row.startsWith("{\"n\":"));
            assertThat(rows(merged.get(i))).as("seed %d", SEED + i).isEqualTo(expected);
            assertThat(rows(sorted.get(i))).as("seed %d, sorted", SEED + i).isEqualTo(expected);
        }
    }
}
