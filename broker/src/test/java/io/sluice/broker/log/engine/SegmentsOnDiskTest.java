/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.batchAt;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static io.sluice.broker.log.engine.LogFixture.valuesFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.OffsetIndex;
import org.apache.kafka.storage.internals.log.OffsetPosition;
import org.apache.kafka.storage.internals.log.TimeIndex;
import org.apache.kafka.storage.internals.log.TimestampOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsOnDiskTest {
    private static final TopicIdPartition EVENTS = partition("events", 3);
    private static final LogConfig SMALL_SEGMENTS =
            new LogConfig(4096, 1000, -1, -1, 1024, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
    private static final int APPENDS = 200;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldBeReadByKafkasOwnClasses() throws IOException {
        List<String> written = writeAndClose(1);

        List<String> read = new ArrayList<>();
        long expected = 0;
        List<File> files = files(".log");
        assertThat(files).hasSizeGreaterThan(5);
        for (File file : files) {
            assertThat(file.getName()).isEqualTo(String.format("%020d.log", expected));
            try (FileRecords records = FileRecords.open(file, false)) {
                for (RecordBatch batch : records.batches()) {
                    batch.ensureValid();
                    assertThat(batch.baseOffset()).isEqualTo(expected);
                    assertThat(batch.partitionLeaderEpoch()).isZero();
                    batch.forEach(record -> read.add(java.nio.charset.StandardCharsets.UTF_8
                            .decode(record.value())
                            .toString()));
                    expected = batch.nextOffset();
                }
            }
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    void shouldHaveIndexesThatKafkaFindsItsWayWith() throws IOException {
        writeAndClose(1);
        int entries = 0;
        for (File file : files(".log")) {
            long base = Long.parseLong(file.getName().replace(".log", ""));
            try (FileRecords records = FileRecords.open(file, false);
                    OffsetIndex offsets = new OffsetIndex(sibling(file, ".index"), base, -1, false);
                    TimeIndex times = new TimeIndex(sibling(file, ".timeindex"), base, -1, false)) {
                offsets.sanityCheck();
                times.sanityCheck();
                entries += offsets.entries();
                long maxTimestamp = -1;
                for (RecordBatch batch : records.batches()) {
                    OffsetPosition found = offsets.lookup(batch.lastOffset());
                    RecordBatch at =
                            records.batchesFrom(found.position()).iterator().next();
                    assertThat(at.baseOffset()).isLessThanOrEqualTo(batch.lastOffset());
                    TimestampOffset time = times.lookup(batch.maxTimestamp());
                    assertThat(time.timestamp()).isLessThanOrEqualTo(batch.maxTimestamp());
                    maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
                }
                if (!file.equals(files(".log").get(files(".log").size() - 1))) {
                    assertThat(times.entries()).isPositive();
                }
                assertThat(times.lastEntry().timestamp()).isLessThanOrEqualTo(maxTimestamp);
            }
        }
        assertThat(entries).isGreaterThan(20);
    }

    @Test
    void shouldReadFromEveryOffsetWithAnySize() throws IOException {
        List<String> written = writeAndClose(3);
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, SMALL_SEGMENTS);
            assertThat(log.leaderEpoch()).as("closed in order").isZero();
            assertThat(log.isTail(0)).isFalse();
            for (int from = 0; from < written.size(); from += 13) {
                for (int maxBytes : new int[] {1, 200, 5000, 1 << 20}) {
                    assertThat(valuesFrom(log, from, maxBytes)).isEqualTo(written.subList(from, written.size()));
                }
            }
            assertThat(log.read(0, 10, false, ReadIsolation.READ_UNCOMMITTED)
                            .records()
                            .sizeInBytes())
                    .isZero();
            assertThat(log.read(log.endOffset(), 10, true, ReadIsolation.READ_UNCOMMITTED)
                            .records()
                            .sizeInBytes())
                    .isZero();
            assertThatThrownBy(() -> log.read(log.endOffset() + 1, 10, true, ReadIsolation.READ_UNCOMMITTED))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContaining("Received request for offset " + (log.endOffset() + 1));
        }
    }

    @Test
    void shouldFindRecordsByTimeInSegmentsAndTail() throws IOException {
        writeAndClose(2);
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, SMALL_SEGMENTS);
            log.append(batchAt(NOW_MS + 1000, "tail"), AppendOrigin.CLIENT)
                    .durable()
                    .join();
            for (int i = 0; i < APPENDS; i++) {
                var found = log.offsetForTimestamp(NOW_MS + i);
                assertThat(found).as("time %d", i).isNotNull();
                assertThat(found.offset).isEqualTo(2L * i);
                assertThat(found.timestamp).isEqualTo(NOW_MS + i);
            }
            assertThat(log.offsetForTimestamp(NOW_MS + 500).offset).isEqualTo(2L * APPENDS);
            assertThat(log.offsetForTimestamp(NOW_MS + 1001)).isNull();
            assertThat(log.offsetOfMaxTimestamp().offset).isEqualTo(2L * APPENDS);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            assertThat(engine.create(EVENTS, SMALL_SEGMENTS).offsetOfMaxTimestamp().timestamp)
                    .isEqualTo(NOW_MS + 1000);
        }
    }

    @Test
    void shouldDeleteRecordsForGood() throws IOException {
        List<String> written = writeAndClose(1);
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, SMALL_SEGMENTS);
            LogRead held = log.read(0, 1 << 20, true, ReadIsolation.READ_UNCOMMITTED);
            int before = files(".log").size();

            log.deleteRecordsBefore(105).join();

            assertThat(log.logStartOffset()).isEqualTo(105);
            await().until(() -> files(".log").size() < before);
            assertThat(values(log)).isEqualTo(written.subList(105, written.size()));
            assertThatThrownBy(() -> log.read(104, 100, true, ReadIsolation.READ_UNCOMMITTED))
                    .isInstanceOf(OffsetOutOfRangeException.class);
            assertThatThrownBy(() -> log.deleteRecordsBefore(log.highWatermark() + 1))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContaining("the high watermark is " + log.highWatermark());
            assertThat(LogFixture.recordsOf(held))
                    .as("a read in flight outlives the file")
                    .isNotEmpty();
            Path crashed = LogFixture.copy(directory, directory.resolveSibling(directory.getFileName() + "-crashed"));
            try (LogEngine again = LogEngine.open(LogFixture.small(), crashed, CLOCK)) {
                assertThat(values(again.create(EVENTS, SMALL_SEGMENTS)))
                        .isEqualTo(written.subList(105, written.size()));
            }
        }
    }

    @Test
    void shouldGiveUpOldSegmentsBySizeAndTime() throws IOException {
        writeAndClose(1);
        LogEngineConfig impatient = new LogEngineConfig(
                io.sluice.broker.log.wal.FlushMode.GROUP, 4096, 1024, 16384, 2048, 65536, 1, 1, 4, 1000, 10);
        LogConfig bySize =
                new LogConfig(4096, 1000, 10_000, -1, 1024, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
        try (LogEngine engine = LogEngine.open(impatient, directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, bySize);
            await().untilAsserted(() -> assertThat(log.sizeInBytes()).isBetween(10_000L, 14_096L));
            LogConfig byTime =
                    new LogConfig(4096, 1000, -1, 0, 1024, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
            log.append(batchAt(NOW_MS - 5000, "old"), AppendOrigin.CLIENT)
                    .durable()
                    .join();
            log.reconfigure(byTime);
        }
        java.time.Clock later = java.time.Clock.offset(CLOCK, java.time.Duration.ofHours(1));
        try (LogEngine engine = LogEngine.open(impatient, directory, later)) {
            PartitionLog log = engine.create(
                    EVENTS, new LogConfig(4096, 1000, -1, 0, 1024, 256, false, Long.MAX_VALUE, 3_600_000, true, false));
            await().untilAsserted(() -> assertThat(log.logStartOffset()).isEqualTo(log.endOffset()));
            await().untilAsserted(() -> assertThat(files(".log")).isEmpty());
            log.append(batchAt(NOW_MS + 3_600_000, "new"), AppendOrigin.CLIENT)
                    .durable()
                    .join();
            assertThat(values(log)).containsExactly("new");
        }
    }

    @Test
    void shouldDeleteATopicOfTheLongestLegalName() throws IOException {
        TopicIdPartition longest = partition("t".repeat(249), 12);
        TopicIdPartition other = partition("other", 0);
        Path crashed = directory.resolveSibling(directory.getFileName() + "-crashed");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            engine.create(longest, SMALL_SEGMENTS).append(batchAt(NOW_MS, "a"), AppendOrigin.CLIENT);
            Path folder = directory.resolve(longest.topic() + "-12");
            await().until(() -> Files.exists(folder.resolve("00000000000000000000.log")));

            engine.delete(longest.topicId());

            await().until(() -> Files.notExists(folder));
            append(engine.create(other, SMALL_SEGMENTS), "b");
            // The copy needs a directory in which nothing comes or goes meanwhile.
            await().until(() -> Files.exists(directory.resolve("other-0/00000000000000000000.log"))
                    && Files.notExists(directory.resolve(longest.topicId() + "-12-delete")));
            LogFixture.copy(directory, crashed);
        }
        Path leftover = crashed.resolve(longest.topicId() + "-12-delete");
        Files.createDirectory(leftover);
        Files.writeString(leftover.resolve("00000000000000000000.log"), "what a crash left of the deletion");
        for (Path each : List.of(directory, crashed)) {
            try (LogEngine engine = LogEngine.open(LogFixture.small(), each, CLOCK)) {
                assertThat(engine.topicIds()).containsExactly(other.topicId());
                assertThat(values(engine.create(other, SMALL_SEGMENTS))).containsExactly("b");
            }
        }
        assertThat(leftover).doesNotExist();
    }

    private static void append(PartitionLog log, String value) {
        log.append(batchAt(NOW_MS, value), AppendOrigin.CLIENT).durable().join();
    }

    private List<String> writeAndClose(int recordsPerBatch) throws IOException {
        List<String> written = new ArrayList<>();
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, SMALL_SEGMENTS);
            for (int i = 0; i < APPENDS; i++) {
                String[] values = new String[recordsPerBatch];
                for (int r = 0; r < recordsPerBatch; r++) {
                    values[r] = "value " + i + "." + r + " " + "x".repeat(i % 50);
                    written.add(values[r]);
                }
                log.append(batchAt(NOW_MS + i, values), AppendOrigin.CLIENT);
            }
        }
        return written;
    }

    private List<File> files(String suffix) {
        try (Stream<Path> files = Files.list(directory.resolve("events-3"))) {
            return files.map(Path::toFile)
                    .filter(file -> file.getName().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static File sibling(File file, String suffix) {
        return new File(file.getPath().replace(".log", suffix));
    }
}
