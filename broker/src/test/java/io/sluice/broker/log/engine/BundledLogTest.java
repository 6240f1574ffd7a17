/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.SHARED_FILES;
import static io.sluice.broker.log.engine.LogFixture.batchAt;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.valuesFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.segment.Bundles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that share files. */
class BundledLogTest {
    private static final int PARTITIONS = 40;
    /** Never leaves its bundle on account of its size. */
    private static final Bundles.Settings PATIENT = new Bundles.Settings(0, 1 << 20, 1 << 20);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldReadFromEveryOffsetAndFindEveryTime() throws IOException {
        List<List<String>> written = write(PATIENT, 50);
        assertThat(partitionDirectories()).isEmpty();
        try (LogEngine engine = open(PATIENT)) {
            for (int p = 0; p < PARTITIONS; p++) {
                PartitionLog log = log(engine, p);
                assertThat(log.isTail(0)).isFalse();
                assertThat(log.leaderEpoch()).as("closed in order").isZero();
                List<String> values = written.get(p);
                for (int from = 0; from < values.size(); from += 7) {
                    assertThat(valuesFrom(log, from, 300)).isEqualTo(values.subList(from, values.size()));
                    assertThat(log.offsetForTimestamp(NOW_MS + from).offset).isEqualTo(from);
                }
                assertThat(log.offsetOfMaxTimestamp().offset).isEqualTo(values.size() - 1);
                assertThat(log.offsetForTimestamp(NOW_MS + values.size())).isNull();
            }
        }
    }

    @Test
    void shouldMoveAPartitionThatGrowsToFilesOfItsOwn() throws IOException {
        List<List<String>> written = write(SHARED_FILES, 20);
        List<String> grown = written.get(3);
        try (LogEngine engine = open(SHARED_FILES)) {
            for (int i = 0; i < 200; i++) {
                append(log(engine, 3), grown).join();
            }
            await().untilAsserted(() -> assertThat(partitionDirectories()).contains("small-3"));
        }
        try (LogEngine engine = open(SHARED_FILES)) {
            assertThat(valuesFrom(log(engine, 3), 0, 1000)).isEqualTo(grown);
        }
    }

    @Test
    void shouldForgetDeletedRecordsAndFilesThatNobodyNeeds() throws IOException {
        List<List<String>> written = write(SHARED_FILES, 30);
        assertThat(bundles()).isNotEmpty();
        try (LogEngine engine = open(SHARED_FILES)) {
            for (int p = 0; p < PARTITIONS; p++) {
                log(engine, p).deleteRecordsBefore(p == 5 ? 10 : 30).join();
            }
            assertThat(valuesFrom(log(engine, 5), 10, 1000))
                    .isEqualTo(written.get(5).subList(10, 30));
        } // its checkpoint is the first that knows
        try (LogEngine engine = open(SHARED_FILES)) {
            assertThat(valuesFrom(log(engine, 5), 10, 1000))
                    .isEqualTo(written.get(5).subList(10, 30));
            for (int i = 0; i < 300; i++) { // enough for checkpoints, which move what is left out of old bundles
                append(log(engine, 1), new ArrayList<>()).join();
            }
            assertThat(valuesFrom(log(engine, 5), 10, 1000))
                    .isEqualTo(written.get(5).subList(10, 30));
            engine.delete(partition("small", 0).topicId());
        }
        try (LogEngine engine = open(SHARED_FILES)) {
            assertThat(engine.topicIds()).isEmpty();
            assertThat(partitionDirectories()).isEmpty();
        }
        assertThat(bundles()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void shouldGoOnWithFilesOfTheirOwnWhenPartitionsHaveBecomeFew() throws IOException {
        List<List<String>> written = write(SHARED_FILES, 10);
        for (Bundles.Settings settings : List.of(Bundles.Settings.DEFAULTS, SHARED_FILES)) {
            try (LogEngine engine = open(settings)) {
                for (int p = 0; p < PARTITIONS; p++) {
                    append(log(engine, p), written.get(p)).join();
                    assertThat(valuesFrom(log(engine, p), 0, 1000)).isEqualTo(written.get(p));
                }
            }
            assertThat(partitionDirectories()).hasSize(PARTITIONS);
        }
        try (LogEngine engine = open(SHARED_FILES)) {
            for (int p = 0; p < PARTITIONS; p++) {
                assertThat(valuesFrom(log(engine, p), 0, 1000)).isEqualTo(written.get(p));
            }
        }
    }

    /** A start must not wait for the files of thousands of partitions that have become too large to share. */
    @Test
    void shouldGiveNoPartitionFilesOfItsOwnWhileALogIsReplayed() throws IOException {
        Path crashed = directory.resolve("crashed");
        Path running = directory.resolve("running");
        List<List<String>> written = new ArrayList<>();
        try (LogEngine engine = LogEngine.open(LogFixture.small(), PATIENT, running, CLOCK)) {
            for (int p = 0; p < PARTITIONS; p++) {
                written.add(new ArrayList<>());
                for (int i = 0; i < 30; i++) {
                    append(log(engine, p), written.get(p)).join();
                }
            }
            PowerCutTest.copyWhileRunning(running, crashed);
        }
        Bundles.Settings tiny = new Bundles.Settings(0, 100, 1 << 20);
        try (LogEngine engine = LogEngine.open(LogFixture.small(), tiny, crashed, CLOCK)) {
            assertThat(partitionDirectories(crashed)).isEmpty();
            for (int p = 0; p < PARTITIONS; p++) {
                assertThat(valuesFrom(log(engine, p), 0, 1000)).isEqualTo(written.get(p));
            }
            append(log(engine, 7), written.get(7)).join();
            await().untilAsserted(
                            () -> assertThat(partitionDirectories(crashed)).containsExactly("small-7"));
            assertThat(valuesFrom(log(engine, 7), 0, 1000)).isEqualTo(written.get(7));
        }
    }

    @Test
    void shouldRefuseToStartWithoutABundleOrWithAPieceOfIt() throws IOException {
        write(SHARED_FILES, 10);
        Path bundle = bundles().get(0);
        // to nothing: what is at its end may have moved on to another bundle, and then nobody misses it
        try (FileChannel channel = FileChannel.open(bundle, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        assertThatThrownBy(() -> open(SHARED_FILES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(bundle + " has 0 bytes")
                .hasMessageContaining("Restore it");
        Files.delete(bundle);
        assertThatThrownBy(() -> open(SHARED_FILES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(bundle + " is missing");
    }

    private LogEngine open(Bundles.Settings settings) throws IOException {
        return LogEngine.open(LogFixture.small(), settings, directory, CLOCK);
    }

    private static PartitionLog log(LogEngine engine, int partition) {
        return engine.create(partition("small", partition), LogConfig.DEFAULTS);
    }

    private List<List<String>> write(Bundles.Settings settings, int records) throws IOException {
        List<List<String>> written = new ArrayList<>();
        try (LogEngine engine = open(settings)) {
            for (int p = 0; p < PARTITIONS; p++) {
                written.add(new ArrayList<>());
            }
            for (int i = 0; i < records; i++) {
                CompletableFuture<?>[] appends = IntStream.range(0, PARTITIONS)
                        .mapToObj(p -> append(log(engine, p), written.get(p)))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(appends).join(); // so that there are many drains
            }
        }
        return written;
    }

    private static CompletableFuture<Void> append(PartitionLog log, List<String> written) {
        String value = "value " + written.size();
        written.add(value);
        return log.append(batchAt(NOW_MS + written.size() - 1, value), AppendOrigin.CLIENT)
                .durable();
    }

    private List<String> partitionDirectories() throws IOException {
        return partitionDirectories(directory);
    }

    private static List<String> partitionDirectories(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("small-"))
                    .toList();
        }
    }

    private List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("bundles"))) {
            return files.sorted().toList();
        }
    }
}
