/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.batchAt;
import static io.sluice.broker.log.engine.LogFixture.idempotent;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static io.sluice.broker.log.engine.LogFixture.valuesFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.wal.FlushMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file gone from the middle, offsets that are not there, and a clock that goes back. */
class FaultsTest {
    private static final LogConfig RULES =
            new LogConfig(2000, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private final List<String> written = new ArrayList<>();
    private Path crashed;

    @BeforeEach
    void write() throws IOException {
        crashed = directory.resolve("crashed");
        Path stopped = directory.resolve("stopped");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), stopped, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            for (int i = 0; i < 200; i++) {
                append(log);
            }
            await("a checkpoint with a few segments").until(() -> {
                for (int i = 0; i < 50; i++) {
                    append(log);
                }
                return segmentsInCheckpoint(stopped).size() > 3;
            });
            PowerCutTest.copyWhileRunning(stopped, crashed);
        }
    }

    private void append(PartitionLog log) {
        String value = "value " + written.size();
        log.append(batchAt(NOW_MS, value), AppendOrigin.CLIENT).durable().join();
        written.add(value);
    }

    private static List<Long> segmentsInCheckpoint(Path data) throws IOException {
        return new CheckpointFile(data)
                .read().orElse(Checkpoint.NONE).logs().stream()
                        .flatMap(log -> log.segments().stream())
                        .map(segment -> segment.summary().baseOffset())
                        .toList();
    }

    @Test
    void shouldNameTheSegmentThatIsMissingAndServeTheOthers() throws IOException {
        Path stopped = directory.resolve("stopped");
        List<Path> segments = segments(stopped);
        Path missing = segments.get(segments.size() / 2);
        long first = baseOffset(missing);
        long next = baseOffset(segments.get(segments.size() / 2 + 1));
        Files.delete(missing);

        try (LogEngine engine = LogEngine.open(LogFixture.small(), stopped, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            for (long offset = first; offset < next; offset++) {
                long at = offset;
                assertThatThrownBy(() -> log.read(at, 1000, true, ReadIsolation.READ_UNCOMMITTED))
                        .isInstanceOf(KafkaStorageException.class)
                        .hasMessageContaining("Reading offset " + at + " of events-0 failed")
                        .hasMessageContaining(missing.toString());
            }
            assertThat(valuesFrom(log, next, 1000)).isEqualTo(written.subList((int) next, written.size()));
        }
    }

    @Test
    void shouldRefuseToStartAfterACrashWithoutASegmentOfTheMiddle() throws IOException {
        Path missing = segment(segmentsInCheckpoint(crashed).get(1));
        Files.delete(missing);

        assertThatThrownBy(() -> LogEngine.open(LogFixture.small(), crashed, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("estore");
    }

    @Test
    void shouldWriteASegmentAgainThatTheWriteAheadLogHolds() throws IOException {
        List<Long> safe = segmentsInCheckpoint(crashed);
        for (Path segment : segments(crashed)) {
            if (!safe.contains(baseOffset(segment))) {
                Files.delete(segment);
            }
        }

        try (LogEngine engine = LogEngine.open(LogFixture.small(), crashed, CLOCK)) {
            assertThat(values(engine.create(partition("events", 0), RULES))).isEqualTo(written);
        }
    }

    /** The record of a compaction that no checkpoint knows yet. */
    @Test
    void shouldNameARecordOfCompactionWhateverByteOfItIsDamaged() throws IOException {
        Path data = directory.resolve("compacted");
        Path compacted = directory.resolve("compacted-crashed");
        LogConfig rules = CompactionTest.compacted(new LogConfig.Compaction(0.01, 1, 0, Long.MAX_VALUE));
        LogEngineConfig eager = LogFixture.small().withCleaner(CompactionTest.BUSY);
        try (LogEngine engine = LogEngine.open(eager, data, CLOCK)) {
            PartitionLog log = engine.create(partition("users", 0), rules);
            await().until(() -> {
                for (int i = 0; i < 50; i++) {
                    CompactionTest.put(log, "key " + i % 5, "value " + i);
                }
                PowerCutTest.deleteTree(compacted);
                PowerCutTest.copyWhileRunning(data, compacted);
                return !replacements(compacted).isEmpty();
            });
        }
        Path damaged = replacements(compacted).get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            refuses(compacted, Files.write(damaged, flipped));
            refuses(compacted, Files.write(damaged, Arrays.copyOf(bytes, at)));
        }
    }

    private static void refuses(Path data, Path damaged) {
        assertThatThrownBy(() -> LogEngine.open(LogFixture.small(), data, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining("damaged");
    }

    private static List<Path> replacements(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("replacements"))) {
            return files.filter(file -> file.toString().endsWith(".replacement"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldRefuseOffsetsThatAreNotThere() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), crashed, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), RULES);
            log.deleteRecordsBefore(100).join();
            for (long offset : new long[] {-1, 0, 99, written.size() + 1, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> log.read(offset, 1000, true, ReadIsolation.READ_UNCOMMITTED))
                        .isInstanceOf(OffsetOutOfRangeException.class)
                        .hasMessageContaining("offset " + offset)
                        .hasMessageContaining("from offset 100 up to " + written.size());
            }
        }
    }

    /** Nothing is deleted, expired or refused because of it; and retention goes on when time does. */
    @Test
    void shouldNotMindThatTimeGoesBackwards() throws IOException {
        AtomicLong nowMs = new AtomicLong(NOW_MS);
        LogEngineConfig restless = new LogEngineConfig(
                FlushMode.GROUP, 4096, 1024, 16 * 1024, 2048, 64 * 1024, 1, 1, 4, 1000, 1); // looks every ms
        LogConfig brief =
                new LogConfig(2000, 1000, -1, 60_000, 4096, 256, false, Long.MAX_VALUE, Long.MAX_VALUE, true, false);
        Path data = directory.resolve("time");
        List<String> values = new ArrayList<>();
        try (LogEngine engine = LogEngine.open(restless, data, clock(nowMs))) {
            PartitionLog log = engine.create(partition("events", 0), brief);
            for (int i = 0; i < 100; i++) {
                if (i == 50) {
                    nowMs.addAndGet(-24 * 3600_000L);
                }
                values.add("value " + i);
                log.append(idempotent(7, 0, i, "value " + i), AppendOrigin.CLIENT)
                        .durable()
                        .join();
            }
            assertThat(values(log)).isEqualTo(values);
            assertThat(log.append(idempotent(7, 0, 99, "value 99"), AppendOrigin.CLIENT)
                            .baseOffset())
                    .as("the producer is known still")
                    .isEqualTo(99);
        }
        try (LogEngine engine = LogEngine.open(restless, data, clock(nowMs))) {
            PartitionLog log = engine.create(partition("events", 0), brief);
            assertThat(values(log)).isEqualTo(values);
            nowMs.set(NOW_MS + 61_000);
            await().until(() -> log.logStartOffset() == 100);
        }
    }

    private static Clock clock(AtomicLong nowMs) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(nowMs.get());
            }
        };
    }

    private Path segment(long baseOffset) {
        return crashed.resolve("events-0").resolve(String.format("%020d.log", baseOffset));
    }

    private static List<Path> segments(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("events-0"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static long baseOffset(Path segment) {
        return Long.parseLong(segment.getFileName().toString().replace(".log", ""));
    }
}
