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
import io.sluice.broker.log.ReadIsolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of several disks fails while the log is open: its partitions go offline, and no others. */
class OfflineDirectoryTest {
    /** A new segment every few records, so that a directory that is gone is soon missed. */
    private static final LogConfig RULES =
            new LogConfig(2000, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private Path first;
    private Path second;
    private final List<String> onFirst = new ArrayList<>();
    private final List<String> onSecond = new ArrayList<>();

    @BeforeEach
    void twoDisks() {
        first = temporary.resolve("first");
        second = temporary.resolve("second");
    }

    @Test
    void shouldTakeOnlyThePartitionsOfTheFailedDirectoryOfflineAndLoseNothing() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog sound = engine.create(partition("events", 0), RULES);
            PartitionLog doomed = engine.create(partition("events", 1), RULES);
            assertThat(engine.directoryOf(doomed)).isEqualTo(second);
            for (int i = 0; i < 300; i++) {
                append(sound, onFirst);
                append(doomed, onSecond);
            }
            CompletableFuture<PartitionLog> told = new CompletableFuture<>();
            doomed.onAdvance(log -> {
                if (engine.failure(second).isPresent()) {
                    told.complete(log);
                }
            });

            unmount();
            await("a write that misses the directory").until(() -> !isTaken(doomed));

            assertThatThrownBy(() -> append(doomed, onSecond))
                    .isInstanceOf(KafkaStorageException.class)
                    .hasMessageContaining("events-1 is offline: writing in " + second + " failed")
                    .hasMessageEndingWith("Mend the disk, then restart the broker");
            assertThatThrownBy(() -> doomed.read(0, 1000, true, ReadIsolation.READ_UNCOMMITTED))
                    .isInstanceOf(KafkaStorageException.class);
            assertThat(told.orTimeout(60, TimeUnit.SECONDS).join())
                    .as("who waits for records")
                    .isSameAs(doomed);
            assertThat(engine.failure(second)).get().asString().startsWith(second + " is offline");
            assertThat(engine.failure(first)).isEmpty();
            assertThatThrownBy(() -> engine.move(sound, second)).isInstanceOf(KafkaStorageException.class);
            PartitionLog young = engine.create(partition("young", 0), RULES);
            assertThat(engine.directoryOf(young))
                    .as("not where nothing can be written")
                    .isEqualTo(first);

            // more than a checkpoint's worth: what the failed directory lacks must not go with old files
            for (int i = 0; i < 1000; i++) {
                append(sound, onFirst);
            }
            assertThat(values(sound)).isEqualTo(onFirst);
        }
        mountAgain();
        try (LogEngine engine = open()) {
            assertThat(values(engine.create(partition("events", 0), RULES))).isEqualTo(onFirst);
            PartitionLog back = engine.create(partition("events", 1), RULES);
            assertThat(values(back)).isEqualTo(onSecond);
            append(back, onSecond);
            assertThat(values(back)).isEqualTo(onSecond);
        }
    }

    @Test
    void shouldStopAtTheFailureOfTheDirectoryThatHoldsTheWriteAheadLog() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog doomed = engine.create(partition("events", 0), RULES);
            PartitionLog other = engine.create(partition("events", 1), RULES);
            append(doomed, onFirst);
            await().until(() -> Files.isDirectory(first.resolve("events-0")));
            Files.move(first.resolve("events-0"), temporary.resolve("away"));
            Files.createFile(first.resolve("events-0"));

            await().until(() -> !isTaken(doomed));

            assertThatThrownBy(() -> append(other, onSecond)).isInstanceOf(KafkaStorageException.class);
            assertThat(engine.failure(second)).isPresent();
        }
    }

    private LogEngine open() throws IOException {
        return LogEngine.open(LogFixture.small(), List.of(first, second), CLOCK);
    }

    /** A file is where the directory of partitions was: nothing can be created or opened in it. */
    private void unmount() throws IOException {
        Files.move(second, temporary.resolve("unmounted"));
        Files.createFile(second);
    }

    private void mountAgain() throws IOException {
        Files.delete(second);
        Files.move(temporary.resolve("unmounted"), second);
    }

    private boolean isTaken(PartitionLog log) {
        try {
            append(log, onSecond);
            return true;
        } catch (KafkaStorageException offline) {
            return false;
        }
    }

    private static void append(PartitionLog log, List<String> to) {
        String value = "value " + to.size();
        log.append(batch(value), AppendOrigin.CLIENT).durable().join();
        to.add(value);
    }
}
