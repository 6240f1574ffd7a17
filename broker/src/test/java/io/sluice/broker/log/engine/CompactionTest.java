/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.wal.FlushMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log cleaner at work on a real directory. */
class CompactionTest {
    private static final TopicIdPartition USERS = partition("users", 0);
    static final LogConfig COMPACTED = compacted(new LogConfig.Compaction(0.01, 0, 0, Long.MAX_VALUE));
    static final CleanerConfig BUSY = new CleanerConfig(1, Double.MAX_VALUE, 1 << 20, 2048, 0.9, 1, 60_000);

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private Path directory;

    @BeforeEach
    void setUp() {
        directory = temporary.resolve("data");
    }

    static LogConfig compacted(LogConfig.Compaction rules) {
        return new LogConfig(
                4096,
                Long.MAX_VALUE,
                -1,
                -1,
                2048,
                256,
                false,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                false,
                true,
                rules,
                null);
    }

    private LogEngine open(CleanerConfig cleaner) throws IOException {
        return LogEngine.open(LogFixture.small().withCleaner(cleaner), directory, CLOCK);
    }

    static void put(PartitionLog log, String key, @Nullable String value) {
        put(log, Compression.NONE, key, value);
    }

    private static void put(PartitionLog log, Compression compression, String key, @Nullable String value) {
        log.append(
                        MemoryRecords.withRecords(
                                compression, new SimpleRecord(NOW_MS, utf8(key), value == null ? null : utf8(value))),
                        AppendOrigin.CLIENT)
                .durable()
                .join();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** All records as a consumer gets them, fetch after fetch; offsets must rise. */
    static List<Record> records(PartitionLog log, int maxBytes) {
        List<Record> records = new ArrayList<>();
        long offset = log.logStartOffset();
        while (offset < log.highWatermark()) {
            long next = offset;
            LogRead read = log.read(offset, maxBytes, true, ReadIsolation.READ_UNCOMMITTED);
            for (RecordBatch batch : MemoryRecords.readableRecords(LogFixture.bytesOf(read.records()))
                    .batches()) {
                for (Record entry : batch) {
                    if (entry.offset() >= next) {
                        records.add(entry);
                    }
                }
                next = Math.max(next, batch.nextOffset()); // it may be empty, kept for its producer
            }
            if (next == offset) {
                throw new AssertionError("no progress at offset " + offset + " of " + log.highWatermark());
            }
            offset = next;
        }
        return records;
    }

    /** What a reader makes of a compacted log: the last value of each key; a tombstone removes it. */
    static Map<String, String> table(PartitionLog log) {
        Map<String, String> table = new TreeMap<>();
        for (Record entry : records(log, 700)) {
            if (entry.hasValue()) {
                table.put(text(entry.key()), text(entry.value()));
            } else {
                table.remove(text(entry.key()));
            }
        }
        return table;
    }

    private long segmentBytes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("users-0"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void shouldKeepTheLastValueOfEachKeyAtItsOffset() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, Long> offsets = new TreeMap<>();
        try (LogEngine engine = open(BUSY)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            for (int i = 0; i < 2000; i++) {
                put(log, i % 3 == 0 ? Compression.gzip().build() : Compression.NONE, "key" + i % 50, "value" + i);
                expected.put("key" + i % 50, "value" + i);
                offsets.put("key" + i % 50, (long) i);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 3 * 4096);

            assertThat(table(log)).isEqualTo(expected);
            Map<String, Long> last = new TreeMap<>();
            records(log, 1 << 20).forEach(entry -> last.put(text(entry.key()), entry.offset()));
            assertThat(last).isEqualTo(offsets);
            assertThat(log.logStartOffset()).isZero();
            assertThat(log.endOffset()).isEqualTo(2000);
            for (long from = 0; from < 2000; from += 7) { // also from offsets that are no more
                long wanted = from;
                assertThat(LogFixture.recordsOf(log.read(from, 1 << 20, true, ReadIsolation.READ_UNCOMMITTED)))
                        .as("from offset %d", from)
                        .isNotEmpty()
                        .anyMatch(entry -> entry.offset() >= wanted);
            }
        }
        try (LogEngine engine = open(CleanerConfig.OFF)) {
            assertThat(table(engine.create(USERS, COMPACTED))).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadOnInMemoryWhereNothingIsLeftOnDisk() throws IOException {
        LogEngineConfig longTail = new LogEngineConfig(
                FlushMode.GROUP, 4096, 1024, 16 * 1024, 16 * 1024, 64 * 1024, 1, 1, 4, 3600_000, 3600_000, BUSY);
        try (LogEngine engine = LogEngine.open(longTail, directory, CLOCK)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            for (int i = 0; i < 600; i++) {
                put(log, "key", "value" + i);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 4096 + 200);
            assertThat(log.isTail(500)).isTrue();
            assertThat(log.isTail(300)).isFalse();
            for (int from = 0; from < 600; from++) {
                int wanted = from;
                assertThat(LogFixture.recordsOf(log.read(from, 1000, true, ReadIsolation.READ_UNCOMMITTED)))
                        .as("from offset %d", from)
                        .anyMatch(entry -> entry.offset() >= wanted);
            }
            assertThat(table(log)).isEqualTo(Map.of("key", "value599"));
        }
    }

    @Test
    void shouldCleanInRoundsWhatDoesNotFitIntoMemory() throws IOException {
        CleanerConfig tiny = new CleanerConfig(1, Double.MAX_VALUE, 1, 2048, 0.9, 1, 60_000);
        Map<String, String> expected = new TreeMap<>();
        try (LogEngine engine = open(tiny)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            for (int i = 0; i < 600; i++) {
                put(log, "key" + i % 60, "value" + i);
                expected.put("key" + i % 60, "value" + i);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 4 * 4096);
            assertThat(table(log)).isEqualTo(expected);
        }
    }

    @Test
    void shouldRemoveTombstonesWhoseTimeIsUp() throws IOException {
        try (LogEngine engine = open(BUSY)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            put(log, "gone", "value");
            put(log, "gone", null);
            for (int i = 0; i < 600; i++) {
                put(log, "key" + i % 5, "value" + i);
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                put(log, "key1", "more".repeat(100)); // a pass needs something to clean
                assertThat(records(log, 1 << 20))
                        .noneMatch(entry -> text(entry.key()).equals("gone"));
            });
        }
    }

    @Test
    void shouldKeepTombstonesForTheirTime() throws IOException {
        try (LogEngine engine = open(BUSY)) {
            PartitionLog log =
                    engine.create(USERS, compacted(new LogConfig.Compaction(0.01, 3600_000, 0, Long.MAX_VALUE)));
            put(log, "gone", "value");
            put(log, "gone", null);
            for (int i = 0; i < 600; i++) {
                put(log, "key" + i % 5, "value" + i);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 2 * 4096);
            assertThat(records(log, 1 << 20))
                    .filteredOn(entry -> text(entry.key()).equals("gone"))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.hasValue()).isFalse();
                        assertThat(entry.offset()).isOne();
                        assertThat(entry.timestamp()).isEqualTo(NOW_MS);
                    });
        }
    }

    @Test
    void shouldLetAReadInFlightFinish() throws IOException {
        try (LogEngine engine = open(CleanerConfig.OFF)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            for (int i = 0; i < 600; i++) {
                put(log, "key" + i % 5, "value" + i);
            }
            await().until(() -> !log.isTail(0));
            LogRead held = log.read(0, 1 << 20, true, ReadIsolation.READ_UNCOMMITTED);
            engine.reconfigure(BUSY);
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 2 * 4096);
            assertThat(LogFixture.recordsOf(held)).extracting(Record::offset).startsWith(0L, 1L, 2L, 3L);
            assertThat(records(log, 1 << 20).get(0).offset()).isPositive();
        }
    }

    @Test
    void shouldLeaveADamagedLogAsItIsAndCleanTheOthers() throws IOException {
        TopicIdPartition other = partition("others", 0);
        try (LogEngine engine = open(CleanerConfig.OFF)) {
            for (TopicIdPartition each : List.of(USERS, other)) {
                PartitionLog log = engine.create(each, COMPACTED);
                for (int i = 0; i < 600; i++) {
                    put(log, "key" + i % 5, "value" + i);
                }
            }
        }
        Path segment = directory.resolve("users-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);
        try (LogEngine engine = open(BUSY)) {
            PartitionLog damaged = engine.create(USERS, COMPACTED);
            PartitionLog log = engine.create(other, COMPACTED);
            await().atMost(Duration.ofSeconds(60)).until(() -> log.sizeInBytes() < 3 * 4096);
            assertThat(damaged.sizeInBytes()).isGreaterThan(10 * 4096);
            assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
        }
    }

    @Test
    void shouldCleanWhatRetentionLeaves() throws IOException {
        LogEngineConfig watchful = new LogEngineConfig(
                FlushMode.GROUP, 4096, 1024, 16 * 1024, 2048, 64 * 1024, 1, 1, 4, 3600_000, 5, BUSY);
        LogConfig both = new LogConfig(
                4096,
                Long.MAX_VALUE,
                -1,
                1000,
                2048,
                256,
                false,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                true,
                true,
                COMPACTED.compaction(),
                null);
        try (LogEngine engine = LogEngine.open(watchful, directory, CLOCK)) {
            PartitionLog log = engine.create(USERS, both);
            for (int i = 0; i < 900; i++) {
                long timestamp = i < 300 ? NOW_MS - 2000 : NOW_MS;
                log.append(
                                MemoryRecords.withRecords(
                                        Compression.NONE,
                                        new SimpleRecord(
                                                timestamp,
                                                utf8(i < 300 ? "old" + i : "key" + i % 5),
                                                utf8("value" + i))),
                                AppendOrigin.CLIENT)
                        .durable()
                        .join();
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(log.logStartOffset())
                        .as("behind what is too old, or empty")
                        .isGreaterThan(250);
                assertThat(segmentBytes()).isLessThan(3 * 4096);
            });
            assertThat(table(log)).containsOnlyKeys("key0", "key1", "key2", "key3", "key4");
            assertThat(table(log)).containsEntry("key0", "value895").containsEntry("key4", "value899");
            assertThat(log.endOffset()).isEqualTo(900);
        }
    }

    @Test
    void shouldEndAtOnceHoweverSlowlyItMayClean() throws IOException {
        CleanerConfig slow = new CleanerConfig(2, 1, 1 << 20, 2048, 0.9, 1, 60_000);
        Map<String, String> expected = new TreeMap<>();
        try (LogEngine engine = open(slow)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            for (int i = 0; i < 300; i++) {
                put(log, "key" + i % 5, "value" + i);
                expected.put("key" + i % 5, "value" + i);
            }
        }
        assertThat(list(directory.resolve("users-0")))
                .noneMatch(file -> file.toString().endsWith(".cleaned"));
        try (LogEngine engine = open(slow)) {
            PartitionLog log = engine.create(USERS, COMPACTED);
            engine.reconfigure(BUSY);
            put(log, "key0", "last");
            expected.put("key0", "last");
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 3 * 4096);
            assertThat(table(log)).isEqualTo(expected);
        }
    }

    @Test
    void shouldNotMindThatTopicsAreDeletedMeanwhile() throws IOException {
        TopicIdPartition other = partition("others", 0);
        try (LogEngine engine = open(BUSY)) {
            for (int round = 0; round < 40; round++) {
                TopicIdPartition users = new TopicIdPartition(new Uuid(1, round), 0, "users");
                PartitionLog log = engine.create(users, COMPACTED);
                for (int i = 0; i < 100 + round; i++) {
                    put(log, "key" + i % 5, "value" + i);
                }
                engine.delete(users.topicId());
            }
            PartitionLog log = engine.create(other, COMPACTED);
            put(log, "key", "value");
            assertThat(table(log)).isEqualTo(Map.of("key", "value"));
            await().atMost(Duration.ofSeconds(60)).until(() -> !Files.exists(directory.resolve("users-0")));
        }
    }

    /** The replacement of segments stopped after each of its steps, also out of order as a disk may write them. */
    @Test
    void shouldComeBackFromEveryStepOfAReplacement() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Path before = temporary.resolve("before");
        Path after = temporary.resolve("after");
        try (LogEngine engine = open(CleanerConfig.OFF)) {
            PartitionLog log = engine.create(USERS, compacted(4096));
            for (int i = 0; i < 600; i++) {
                put(log, "key" + i % 5, "value" + i);
                expected.put("key" + i % 5, "value" + i);
            }
            await().until(() -> !log.isTail(0));
            engine.create(USERS, compacted(3 * 4096)); // so that three segments become one
            PowerCutTest.copyWhileRunning(directory, before);
            engine.reconfigure(BUSY);
            await().atMost(Duration.ofSeconds(60)).until(() -> segmentBytes() < 2 * 4096);
            PowerCutTest.copyWhileRunning(directory, after);
        }
        List<Path> records = list(after.resolve("replacements"));
        assertThat(records).hasSizeGreaterThan(1);
        Path first = records.get(0);
        String mark = "." + first.getFileName().toString().replace(".replacement", "") + ".cleaned";
        List<Path> gone = list(before.resolve("users-0"));
        gone.removeAll(list(after.resolve("users-0")).stream()
                .map(file -> before.resolve("users-0").resolve(file.getFileName()))
                .toList());
        List<Path> replaced = gone.stream().sorted().limit(6).toList(); // of the second and third segment
        int step = 0;
        for (int inPlace = 0; inPlace < 8; inPlace++) { // which of .log, .index, .timeindex have their names
            for (int deleted = 0; deleted <= replaced.size(); deleted++) {
                directory = temporary.resolve("step" + step++);
                LogFixture.copy(before, directory);
                Files.copy(
                        first,
                        Files.createDirectories(directory.resolve("replacements"))
                                .resolve(first.getFileName()));
                for (int i = 0; i < 3; i++) {
                    String name = "00000000000000000000"
                            + List.of(".log", ".index", ".timeindex").get(i);
                    boolean moved = (inPlace & 1 << i) != 0;
                    Files.copy(
                            after.resolve("users-0").resolve(name),
                            directory.resolve("users-0").resolve(moved ? name : name + mark),
                            StandardCopyOption.REPLACE_EXISTING);
                }
                for (Path file : replaced.subList(0, deleted)) {
                    Files.delete(directory.resolve("users-0").resolve(file.getFileName()));
                }
                // files of a replacement that was not put on record yet
                Files.writeString(directory.resolve("users-0/00000000000000000000.log.9.cleaned"), "half a ba");
                try (LogEngine engine = open(CleanerConfig.OFF)) {
                    PartitionLog log = engine.create(USERS, COMPACTED);
                    assertThat(table(log))
                            .as("moved %s, deleted %s", inPlace, deleted)
                            .isEqualTo(expected);
                    assertThat(log.endOffset()).isEqualTo(600);
                    assertThat(records(log, 1 << 20).get(0).offset()).isPositive();
                    put(log, "new", "value");
                    assertThat(table(log)).containsEntry("new", "value");
                }
                assertThat(list(directory.resolve("users-0")))
                        .noneMatch(file -> file.toString().endsWith(".cleaned"));
                assertThat(list(directory.resolve("replacements"))).isEmpty();
            }
        }
    }

    private static LogConfig compacted(int segmentBytes) {
        return new LogConfig(
                segmentBytes,
                Long.MAX_VALUE,
                -1,
                -1,
                2048,
                256,
                false,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                false,
                true,
                COMPACTED.compaction(),
                null);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** Appends, cleaning, checkpoints and kills at any moment, again and again: a reader's table must always agree. */
    @Test
    void shouldNeverLoseTheLastValueWheneverItIsKilled() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            Map<String, String> expected = new LinkedHashMap<>();
            directory = temporary.resolve("seed" + seed);
            for (int kill = 1; kill <= 5; kill++) {
                Path next = temporary.resolve("seed" + seed + "-" + kill);
                try (LogEngine engine = open(BUSY)) {
                    PartitionLog log = engine.create(USERS, COMPACTED);
                    assertThat(table(log))
                            .as("seed %d, after kill %d", seed, kill - 1)
                            .isEqualTo(new TreeMap<>(expected));
                    int steps = 100 + random.nextInt(400);
                    for (int i = 0; i < steps; i++) {
                        String key = "key" + random.nextInt(30);
                        if (random.nextInt(10) == 0) {
                            put(log, key, null);
                            expected.remove(key);
                        } else {
                            String value = "value" + i + "x".repeat(random.nextInt(200));
                            put(log, key, value);
                            expected.put(key, value);
                        }
                    }
                    PowerCutTest.copyWhileRunning(directory, next);
                }
                directory = next;
            }
        }
    }
}
