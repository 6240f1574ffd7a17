/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.idempotent;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.wal.FlushMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log remembers of its producers outlives the process, however that ends. */
class IdempotentProducersTest {
    private static final TopicIdPartition EVENTS = partition("events", 0);
    private static final long PRODUCER = 7;

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private static Append append(PartitionLog log, int epoch, int sequence) {
        Append append = log.append(idempotent(PRODUCER, epoch, sequence, "value" + sequence), AppendOrigin.CLIENT);
        append.durable().join();
        return append;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKnowTheLastFiveBatchesAndTheEpochAfterARestart(boolean clean) throws IOException {
        Path directory = temporary.resolve("data");
        Path killed = temporary.resolve("killed");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            append(log, 1, 0);
            IntStream.range(0, 8).forEach(sequence -> append(log, 2, sequence));
            PowerCutTest.copyWhileRunning(directory, killed);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), clean ? directory : killed, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            for (int sequence = 3; sequence < 8; sequence++) {
                assertThat(append(log, 2, sequence).baseOffset()).isEqualTo(1 + sequence);
            }
            assertThat(log.endOffset()).as("nothing was written twice").isEqualTo(9);
            assertThatThrownBy(() -> append(log, 2, 2)).isInstanceOf(OutOfOrderSequenceException.class);
            assertThatThrownBy(() -> append(log, 2, 9)).isInstanceOf(OutOfOrderSequenceException.class);
            assertThatThrownBy(() -> append(log, 1, 1)).isInstanceOf(InvalidProducerEpochException.class);
            assertThat(append(log, 2, 8).baseOffset()).isEqualTo(9);
            assertThat(append(log, 3, 0).baseOffset()).isEqualTo(10);
            assertThatThrownBy(() -> append(log, 2, 9)).isInstanceOf(InvalidProducerEpochException.class);
        }
    }

    @Test
    void shouldForgetAProducerThatIsSilentForLong() throws IOException {
        LogEngineConfig forgetful = new LogEngineConfig(
                FlushMode.GROUP, 4096, 1024, 16 * 1024, 2048, 64 * 1024, 1, 1, 4, -1, 1, CleanerConfig.OFF);
        try (LogEngine engine = LogEngine.open(forgetful, temporary, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, LogConfig.DEFAULTS);
            append(log, 0, 0);
            // taken as new, because nothing is known of it
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> append(log, 0, 77).baseOffset() > 0);
        }
    }

    @Test
    void shouldKnowABatchAgainWhoseRecordsWereCompactedAway() throws IOException {
        LogConfig compacted = CompactionTest.compacted(new LogConfig.Compaction(0.01, 0, 0, Long.MAX_VALUE));
        Path directory = temporary.resolve("data");
        try (LogEngine engine = LogEngine.open(LogFixture.small().withCleaner(CompactionTest.BUSY), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, compacted);
            log.append(keyed(0), AppendOrigin.CLIENT).durable().join();
            for (int i = 0; i < 300; i++) {
                CompactionTest.put(log, "key", "x".repeat(100));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> log.sizeInBytes() < 3 * 4096);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(EVENTS, compacted);
            assertThat(CompactionTest.records(log, 1 << 20)).noneMatch(entry -> entry.offset() == 0);
            assertThat(log.append(keyed(0), AppendOrigin.CLIENT).baseOffset()).isZero();
            assertThat(log.append(keyed(1), AppendOrigin.CLIENT).baseOffset()).isEqualTo(301);
        }
    }

    private static MemoryRecords keyed(int sequence) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE,
                PRODUCER,
                (short) 0,
                sequence,
                new SimpleRecord(NOW_MS, "key".getBytes(StandardCharsets.UTF_8), new byte[] {1}));
    }
}
