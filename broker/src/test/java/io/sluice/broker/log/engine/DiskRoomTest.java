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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up and is emptied again while the log is open. */
class DiskRoomTest {
    private static final long TOTAL = 1 << 30;
    private static final long RESERVE = 1 << 20;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private final AtomicLong usable = new AtomicLong(TOTAL);
    private final List<String> acknowledged = new ArrayList<>();
    private final DiskRoom.Disk disk = new DiskRoom.Disk() {
        @Override
        public long totalBytes() {
            return TOTAL;
        }

        @Override
        public long usableBytes() {
            return usable.get();
        }
    };
    private LogEngineConfig config;

    @BeforeEach
    void keepSomeRoom() {
        config = withReserve(RESERVE);
    }

    @Test
    void shouldTakeNoRecordsUntilThereIsRoomAgain() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            append(log, AppendOrigin.CLIENT);
            usable.set(RESERVE - 1);
            awaitRefusal(log);

            assertThatThrownBy(() -> append(log, AppendOrigin.CLIENT))
                    .isInstanceOf(KafkaStorageException.class)
                    .hasMessageContaining("The disk of " + directory + " is full")
                    .hasMessageContaining((RESERVE - 1) + " bytes are left")
                    .hasMessageContaining("log.disk.reserve.bytes");
            append(log, AppendOrigin.COORDINATOR); // what groups commit has a part of the reserve
            assertThat(values(log)).as("reads go on").isEqualTo(acknowledged);
            assertThat(engine.failure()).as("nothing has failed").isEmpty();

            log.deleteRecordsBefore(1).join();
            acknowledged.remove(0);
            usable.set(RESERVE);
            await().until(() -> isTaken(log));
        }
        try (LogEngine engine = open()) {
            assertThat(values(engine.create(partition("events", 0), LogConfig.DEFAULTS)))
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void shouldTakeNothingAtAllWhenHalfOfTheReserveIsGone() throws IOException {
        usable.set(RESERVE / 2 - 1);
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            for (AppendOrigin origin : AppendOrigin.values()) {
                assertThatThrownBy(() -> append(log, origin)).isInstanceOf(KafkaStorageException.class);
            }
        }
    }

    @Test
    void shouldCountWhatIsStillToBeWritten() throws IOException {
        DiskRoom room = new DiskRoom(directory, disk, RESERVE);
        long most = (TOTAL - RESERVE) / 2;

        room.admit(AppendOrigin.CLIENT, most);

        assertThatThrownBy(() -> room.admit(AppendOrigin.CLIENT, most + 1)).isInstanceOf(KafkaStorageException.class);
    }

    @Test
    void shouldKeepLittleOfASmallDisk() throws IOException {
        config = withReserve(TOTAL);
        usable.set(TOTAL / 20);
        try (LogEngine engine = open()) {
            append(engine.create(partition("events", 0), LogConfig.DEFAULTS), AppendOrigin.CLIENT);
        }
    }

    @Test
    void shouldGiveUpFilesThatItKeepsForLaterWhenThereIsLittleRoom() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            await("a file that is not needed any more").until(() -> {
                for (int i = 0; i < 50; i++) {
                    append(log, AppendOrigin.CLIENT);
                }
                return spares() > 0;
            });
            usable.set(2 * RESERVE - 1);
            await().until(() -> {
                append(log, AppendOrigin.CLIENT); // there is room for records still
                return spares() == 0;
            });
        }
        try (LogEngine engine = open()) {
            assertThat(values(engine.create(partition("events", 0), LogConfig.DEFAULTS)))
                    .isEqualTo(acknowledged);
        }
    }

    private long spares() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".spare")).count();
        }
    }

    private void append(PartitionLog log, AppendOrigin origin) {
        String value = "value " + acknowledged.size() + origin;
        log.append(batch(value), origin).durable().join();
        acknowledged.add(value);
    }

    private void awaitRefusal(PartitionLog log) {
        await().until(() -> !isTaken(log));
    }

    private boolean isTaken(PartitionLog log) {
        try {
            append(log, AppendOrigin.CLIENT);
            return true;
        } catch (KafkaStorageException refused) {
            return false;
        }
    }

    private LogEngine open() throws IOException {
        return LogEngine.open(config, Bundles.Settings.DEFAULTS, List.of(directory), disk, CLOCK);
    }

    private static LogEngineConfig withReserve(long bytes) {
        LogEngineConfig small = LogFixture.small();
        return new LogEngineConfig(
                small.flush(),
                small.walFileBytes(),
                small.walGroupBytes(),
                small.checkpointBytes(),
                small.tailCacheBytes(),
                small.maxUndrainedBytes(),
                small.drainBytes(),
                small.drainMs(),
                small.maxOpenFiles(),
                small.producerIdExpirationMs(),
                small.retentionCheckMs(),
                CleanerConfig.DEFAULTS,
                bytes);
    }
}
