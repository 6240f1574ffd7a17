/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.compactor.CompactionListener;
import io.sluice.compactor.CompactionReport;
import io.sluice.compactor.Compactor;
import io.sluice.compactor.CompactorConfig;
import io.sluice.it.support.DuckDb;
import io.sluice.it.support.NumberFiles;
import io.sluice.it.support.Program;
import io.sluice.it.support.SparkSql;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries that never end, by somebody else's readers, beside a connector that adds files and a compactor that merges
 * them and reclaims dead bytes without a delay. An answer is right, or the query fails.
 */
@Tag("peers")
class ReadersWhileMergingIT {

    private static final int READS = Integer.getInteger("sluice.test.reads", 5);
    private static final int COMMITS_A_READ = 2;
    private static final int ROWS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final CompactorConfig CONFIG = CompactorConfig.defaults().withReclaimDelayMs(0);

    @TempDir
    Path dir;

    @Test
    void sparkWithSmallSplitsOnHdfs() throws Exception {
        try (FileStore store = MiniHdfs.shared().fileStore()) {
            StorePath root = MiniHdfs.shared().newDirectory(getClass());
            NumberFiles connector = new NumberFiles(store, root.child("dt=1"));
            for (int i = 0; i < 4; i++) {
                connector.add(ROWS);
            }
            Path answers = dir.resolve("answers");
            Path stop = dir.resolve("stop");
            String query = "SELECT count(*) AS n, count(DISTINCT id) AS d, max(id) AS m FROM t";
            List<String> settings = List.of(
                    "-Dspark.sql.files.maxPartitionBytes=3000",
                    "-Dspark.sql.files.openCostInBytes=1",
                    "-Dspark.sql.sources.parallelPartitionDiscovery.threshold=1000");
            int commits = 0;
            try (Program spark = SparkSql.readOn(
                    settings, answers.toString(), MiniHdfs.shared().uri() + root.value(), stop.toString(), query)) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> !spark.isAlive() || whole(answers).size() > 0);
                for (int read = 0; read < READS; read++) {
                    int before = whole(answers).size();
                    for (int commit = 0; commit < COMMITS_A_READ; commit++) {
                        connector.add(ROWS);
                        CompactionReport report = Compactor.run(CONFIG, store, root, CompactionListener.NONE);
                        assertThat(report.results()).allMatch(r -> r.message().isEmpty());
                        commits += report.results().size();
                    }
                    // Commits without a pause could fail one query after the other.
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> !spark.isAlive() || whole(answers).size() > before);
                }
                Files.createFile(stop);
                spark.awaitSuccess(PATIENCE);
            }

            List<JsonNode> whole = whole(answers);
            assertThat(commits).isPositive();
            assertThat(whole).hasSizeGreaterThanOrEqualTo(READS);
            for (JsonNode answer : whole) {
                assertThat(answer.get("d")).as("%s", answer).isEqualTo(answer.get("n"));
                assertThat(answer.get("m").asLong() + 1)
                        .as("%s", answer)
                        .isEqualTo(answer.get("n").asLong());
                assertThat(answer.get("n").asLong()).isBetween(4L * ROWS, connector.count());
            }
        }
    }

    /** The answers of queries that did not fail. */
    private static List<JsonNode> whole(Path answers) throws IOException {
        List<JsonNode> whole = new ArrayList<>();
        if (Files.exists(answers)) {
            for (String line : Files.readAllLines(answers)) {
                if (line.endsWith("}")) {
                    whole.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return whole;
    }

    /** On a local disk rows may be hidden for the time of a few renames; none is ever there twice. */
    @Test
    void duckDbBesideRenames() throws Exception {
        LocalFileStore store = new LocalFileStore();
        NumberFiles connector = new NumberFiles(store, new StorePath(dir.toString()).child("dt=1"));
        for (int i = 0; i < 4; i++) {
            connector.add(ROWS);
        }
        Collection<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger whole = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (whole.get() < 10 * READS && wrong.isEmpty()) {
                try {
                    String answer = DuckDb.ask(dir, "SELECT count(*), count(DISTINCT id) FROM t")
                            .get(0);
                    String[] counts = answer.split(",");
                    if (!counts[0].equals(counts[1])) {
                        wrong.add(answer);
                    }
                    whole.incrementAndGet();
                } catch (SQLException e) {
                    if (!e.getMessage().contains("No files found")
                            && !e.getMessage().contains("No such file")) {
                        wrong.add(e.getMessage());
                    }
                }
            }
        });
        reader.start();
        int commits = 0;
        while (reader.isAlive()) {
            connector.add(ROWS);
            CompactionReport report = Compactor.run(
                    CONFIG.withRenames(true), store, new StorePath(dir.toString()), CompactionListener.NONE);
            assertThat(report.results()).allMatch(r -> r.message().isEmpty());
            commits += report.results().size();
        }

        assertThat(wrong).isEmpty();
        assertThat(commits).isPositive();
        assertThat(DuckDb.ask(dir, "SELECT count(*), count(DISTINCT id) FROM t"))
                .containsExactly(connector.count() + "," + connector.count());
    }
}
