/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.segment.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that move between directories while they are written, read, compacted, and when the process ends. */
class LogMoveTest {
    private static final LogConfig RULES =
            new LogConfig(3000, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private Path root;
    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void setUp() {
        root = temporary.resolve("root");
    }

    @Test
    void shouldSpreadNewPartitionsAndFindThemAgain() throws IOException {
        List<Path> places = new ArrayList<>();
        try (LogEngine engine = open(root)) {
            for (int p = 0; p < 4; p++) {
                PartitionLog log = engine.create(partition("events", p), RULES);
                log.append(batch("value " + p), AppendOrigin.CLIENT).durable().join();
                places.add(engine.directoryOf(log));
            }
            assertThat(places).containsExactly(first(root), second(root), first(root), second(root));
        }
        Path crashed = LogFixture.copy(root, temporary.resolve("crashed"));
        for (Path directory : List.of(root, crashed)) {
            try (LogEngine engine = open(directory)) {
                for (int p = 3; p >= 0; p--) {
                    PartitionLog log = engine.create(partition("events", p), RULES);
                    assertThat(engine.directoryOf(log).getFileName())
                            .isEqualTo(places.get(p).getFileName());
                    assertThat(values(log)).containsExactly("value " + p);
                }
            }
        }
    }

    @Test
    void shouldMoveALogThatIsWrittenAndRead() throws Exception {
        try (LogEngine engine = open(root)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            append(log, 500);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    append(log, 1);
                }
            });
            for (int i = 0; i < 6; i++) {
                Path target = i % 2 == 0 ? second(root) : first(root);
                engine.move(log, target);
                while (!engine.directoryOf(log).equals(target)) {
                    long end = log.highWatermark();
                    assertThat(LogFixture.valuesFrom(log, 0, 1000)).hasSizeGreaterThanOrEqualTo((int) end);
                }
            }
            stop.set(true);
            writer.get();
            await().until(() -> engine.moves().isEmpty());
            assertThat(values(log)).isEqualTo(written);
            assertThat(second(root).resolve("events-0")).doesNotExist();
        }
        Path crashed = LogFixture.copy(root, temporary.resolve("crashed"));
        verify(root);
        verify(crashed);
    }

    @Test
    void shouldMoveALogThatIsCompacted() throws IOException {
        CleanerConfig eager = new CleanerConfig(1, Double.MAX_VALUE, 1 << 20, 4096, 0.9, 1, 1);
        LogConfig rules = CompactionTest.compacted(new LogConfig.Compaction(0.01, 1, 0, Long.MAX_VALUE));
        Map<String, String> expected = new HashMap<>();
        try (LogEngine engine =
                LogEngine.open(LogFixture.small().withCleaner(eager), List.of(first(root), second(root)), CLOCK)) {
            PartitionLog log = engine.create(partition("users", 0), rules);
            for (int i = 0; i < 3000; i++) {
                CompactionTest.put(log, "key " + i % 50, "value " + i);
                expected.put("key " + i % 50, "value " + i);
                if (i % 100 == 0) {
                    engine.move(log, engine.directoryOf(log).equals(first(root)) ? second(root) : first(root));
                }
            }
            await().until(() -> engine.moves().isEmpty());
            assertThat(engine.failure()).isEmpty();
            assertThat(CompactionTest.table(log)).isEqualTo(expected);
        }
        try (LogEngine engine = open(root)) {
            assertThat(CompactionTest.table(engine.create(partition("users", 0), rules)))
                    .isEqualTo(expected);
        }
    }

    /** Of the crash in each state that a move goes through. */
    @Test
    void shouldComeBackFromEveryStep() throws IOException {
        Path before = temporary.resolve("before");
        Path after = temporary.resolve("after");
        try (LogEngine engine = open(root)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            append(log, 1000);
            PowerCutTest.copyWhileRunning(root, before);
            engine.move(log, second(root));
            await().until(() -> engine.directoryOf(log).equals(second(root))
                    && engine.moves().isEmpty());
            PowerCutTest.copyWhileRunning(root, after);
        }

        Path half = LogFixture.copy(before, temporary.resolve("half"));
        Path future = second(half).resolve(partition("events", 0).topicId() + "-0-future");
        LogFixture.copy(first(half).resolve("events-0"), future);
        Files.delete(segments(future).get(0));
        verify(half);
        assertThat(future).doesNotExist();

        Path both = LogFixture.copy(after, temporary.resolve("both"));
        LogFixture.copy(first(before).resolve("events-0"), first(both).resolve("events-0"));
        Files.writeString(second(both).resolve("events-0/moved"), "");
        verify(both);
        assertThat(first(both).resolve("events-0")).doesNotExist();
        assertThat(second(both).resolve("events-0/moved")).doesNotExist();

        Path unclear = LogFixture.copy(after, temporary.resolve("unclear"));
        LogFixture.copy(first(before).resolve("events-0"), first(unclear).resolve("events-0"));
        assertThatThrownBy(() -> open(unclear))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events-0 is in " + first(unclear) + " and in " + second(unclear));

        verify(after);
    }

    @Test
    void shouldRefuseToStartWithoutADirectoryThatHoldsPartitions() throws IOException {
        try (LogEngine engine = open(root)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            append(log, 10);
            engine.move(log, second(root));
            await().until(() -> engine.directoryOf(log).equals(second(root)));
        }
        assertThatThrownBy(() -> LogEngine.open(LogFixture.small(), first(root), CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The directory of events-0 is not in")
                .hasMessageContaining("log.dirs");
        verify(root);
    }

    @Test
    void shouldGiveUpAMoveOfATopicThatIsDeleted() throws IOException {
        try (LogEngine engine = open(root)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            append(log, 1000);
            engine.move(log, second(root));
            engine.delete(log.partition().topicId());
            await().until(() ->
                    engine.moves().isEmpty() && list(first(root), second(root)).isEmpty());
            assertThat(engine.failure()).isEmpty();
        }
    }

    private static List<Path> list(Path... directories) throws IOException {
        List<Path> partitions = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().matches(".*-(0|future|delete)"))
                        .forEach(partitions::add);
            }
        }
        return partitions;
    }

    private void append(PartitionLog log, int count) {
        for (int i = 0; i < count; i++) {
            String value = "value " + written.size();
            log.append(batch(value), AppendOrigin.CLIENT).durable().join();
            written.add(value);
        }
    }

    private void verify(Path directory) throws IOException {
        try (LogEngine engine = open(directory)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            assertThat(values(log)).isEqualTo(written);
        }
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static Path first(Path root) {
        return root.resolve("first");
    }

    private static Path second(Path root) {
        return root.resolve("second");
    }

    private static LogEngine open(Path root) throws IOException {
        List<Path> directories = List.of(first(root), second(root));
        return LogEngine.open(
                LogFixture.small(), Bundles.Settings.DEFAULTS, directories, DiskRoom.Disk.of(directories), CLOCK);
    }
}
