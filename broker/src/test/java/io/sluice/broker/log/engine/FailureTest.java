/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.wal.FlushMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldAcknowledgeNothingAfterAnIoError() throws IOException {
        List<String> acknowledged = new ArrayList<>();
        Path moved = directory.resolve("moved");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            AtomicInteger woken = new AtomicInteger();
            log.append(batch("first"), AppendOrigin.CLIENT).durable().join();
            acknowledged.add("first");
            log.onAdvance(any -> woken.incrementAndGet());
            Files.move(directory.resolve("wal"), moved); // the next file of the write-ahead log cannot be created

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            log.append(batch("value " + i + "x".repeat(100)), AppendOrigin.CLIENT)
                                    .durable()
                                    .join();
                            acknowledged.add("value " + i + "x".repeat(100));
                        }
                    })
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(KafkaStorageException.class)
                    .hasMessageContaining("The record may be lost: writing the log failed");
            assertThatThrownBy(() -> log.append(batch("later"), AppendOrigin.CLIENT))
                    .isInstanceOf(KafkaStorageException.class)
                    .hasMessageStartingWith("The log takes no more records since writing it failed");
            assertThat(log.highWatermark()).isEqualTo(acknowledged.size());
            assertThat(values(log)).as("reads go on").isEqualTo(acknowledged);
            // once for each append after the first, and once for the failure: what is parked on the log hears of it
            await().untilAtomic(woken, Matchers.greaterThanOrEqualTo(acknowledged.size()));
        }
        Files.move(moved, directory.resolve("wal"));
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.find(partition("events", 0).topicId(), 0).orElseThrow();
            assertThat(values(log)).isEqualTo(acknowledged);
        }
    }

    @Test
    void shouldKeepWhatWasAcknowledgedThoughAListenerThrows() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            AtomicInteger woken = new AtomicInteger();
            log.onAdvance(any -> {
                throw new NotCoordinatorException("the coordinator is being closed");
            });
            log.onAdvance(any -> woken.incrementAndGet());
            log.append(batch("first"), AppendOrigin.CLIENT).durable().join();
            log.append(batch("second"), AppendOrigin.CLIENT).durable().join();
            await().untilAtomic(woken, Matchers.equalTo(2));
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            assertThat(values(log)).containsExactly("first", "second");
            assertThat(log.leaderEpoch()).as("closed in order").isZero();
        }
    }

    @Test
    void shouldFailLoudlyAndReplayWhenTheThreadOfTheWriteAheadLogIsHitByAnError() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            AtomicBoolean thrown = new AtomicBoolean();
            log.onAdvance(any -> {
                if (thrown.compareAndSet(false, true)) {
                    throw new InternalError("in a test");
                }
            });
            log.append(batch("first"), AppendOrigin.CLIENT).durable().join();

            await().dontCatchUncaughtExceptions()
                    .untilAsserted(() -> assertThatThrownBy(() -> log.append(batch("later"), AppendOrigin.CLIENT))
                            .isInstanceOf(KafkaStorageException.class)
                            .hasMessageStartingWith("The log takes no more records since writing it failed")
                            .hasRootCauseMessage("in a test"));
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            assertThat(values(log).get(0)).isEqualTo("first");
            assertThat(log.leaderEpoch()).as("not closed in order").isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAppendsWhenMemoryRunsOutAndLoseNone() throws IOException {
        LogEngineConfig little = new LogEngineConfig(
                FlushMode.GROUP, 1 << 20, 1024, 1 << 20, 2048, 20_000, 10_000, 1, 4, 1000, 3600_000);
        try (LogEngine engine = LogEngine.open(little, directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            List<Append> accepted = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 100_000 && refused == 0; i++) {
                try {
                    accepted.add(log.append(batch("x".repeat(15_000)), AppendOrigin.CLIENT));
                } catch (KafkaStorageException e) {
                    assertThat(e).hasMessageContaining("The disk does not keep up");
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(1);
            accepted.forEach(append -> append.durable().join());
            assertThat(log.highWatermark()).isEqualTo(accepted.size());
            assertThat(values(log)).hasSize(accepted.size());
        }
    }

    @Test
    void shouldEndADeletedLogForAppendersReadersAndListeners() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            CompletableFuture<Void> advanced = new CompletableFuture<>();
            log.onAdvance(any -> advanced.complete(null));
            log.append(batch("a"), AppendOrigin.CLIENT).durable().join();
            advanced.join(); // who is told that its record is durable hears so before the listeners do
            AtomicInteger woken = new AtomicInteger();
            log.onAdvance(any -> woken.incrementAndGet());

            engine.delete(partition("events", 0).topicId());

            assertThat(woken).hasValue(1);
            assertThat(engine.find(partition("events", 0).topicId(), 0)).isEmpty();
            assertThatThrownBy(() -> log.append(batch("b"), AppendOrigin.CLIENT))
                    .isInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasMessage("Topic events was deleted");
            await().untilAsserted(
                            () -> assertThat(directory.resolve("events-0")).doesNotExist());
        }
    }

    @Test
    void shouldRefuseToStartWithoutItsCheckpoint() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            engine.create(partition("events", 0), LogConfig.DEFAULTS).append(batch("a"), AppendOrigin.CLIENT);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            assertThat(engine.topicIds()).hasSize(1);
        } // its checkpoint deletes the first file of the write-ahead log
        Files.delete(directory.resolve("log.checkpoint"));
        assertThatThrownBy(() -> LogEngine.open(LogFixture.small(), directory, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The checkpoint in " + directory + " is missing");
        assertThat(directory.resolve("events-0")).isNotEmptyDirectory();
    }
}
