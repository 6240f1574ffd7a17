/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsInLogTest {
    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldHoldBackCommittedReadersUntilTheMarker() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, batch("before"), AppendOrigin.CLIENT);
            append(log, transactional(5, 0, "in transaction"), AppendOrigin.COORDINATOR);
            append(log, batch("after"), AppendOrigin.CLIENT);

            assertThat(log.highWatermark()).isEqualTo(3);
            assertThat(log.lastStableOffset()).isEqualTo(1);
            assertThat(LogFixture.recordsOf(log.read(0, 1000, true, ReadIsolation.READ_COMMITTED)))
                    .hasSize(1);
            assertThatThrownBy(() -> log.append(LogFixture.idempotent(5, 0, 1, "plain"), AppendOrigin.CLIENT))
                    .isInstanceOf(InvalidTxnStateException.class);

            append(log, marker(5, ControlRecordType.COMMIT), AppendOrigin.COORDINATOR);

            assertThat(log.lastStableOffset()).isEqualTo(4);
            LogRead read = log.read(0, 1000, true, ReadIsolation.READ_COMMITTED);
            assertThat(read.abortedTransactions()).isEmpty();
            assertThat(LogFixture.recordsOf(read)).hasSize(4);
        }
    }

    @Test
    void shouldRememberOpenAndAbortedTransactionsOverACrash() throws IOException {
        Path crashed = directory.resolveSibling(directory.getFileName() + "-crashed");
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, transactional(5, 0, "aborted"), AppendOrigin.COORDINATOR);
            append(log, marker(5, ControlRecordType.ABORT), AppendOrigin.COORDINATOR);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, transactional(6, 0, "aborted too"), AppendOrigin.COORDINATOR);
            append(log, marker(6, ControlRecordType.ABORT), AppendOrigin.COORDINATOR);
            append(log, transactional(7, 0, "open"), AppendOrigin.COORDINATOR);
            LogFixture.copy(directory, crashed);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), crashed, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            assertThat(log.lastStableOffset()).isEqualTo(4);
            LogRead read = log.read(0, 10_000, true, ReadIsolation.READ_COMMITTED);
            read.records().release();
            assertThat(read.abortedTransactions()).containsExactly(aborted(5, 0), aborted(6, 2));
            LogRead later = log.read(2, 10_000, true, ReadIsolation.READ_COMMITTED);
            later.records().release();
            assertThat(later.abortedTransactions()).containsExactly(aborted(6, 2));
        }
    }

    @Test
    void shouldTakeRecordsOfATransactionOnlyWhenAskedFor() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            assertThatThrownBy(() -> log.append(transactional(5, 0, "unasked"), AppendOrigin.CLIENT))
                    .isInstanceOf(InvalidTxnStateException.class)
                    .hasMessage("Record was not part of an ongoing transaction of producer 5 with epoch 0");

            VerificationGuard guard = log.startVerification(5, (short) 0);
            assertThat(guard).isNotEqualTo(VerificationGuard.SENTINEL);
            log.append(transactional(5, 0, "asked"), AppendOrigin.CLIENT, guard);
            assertThat(log.startVerification(5, (short) 0)).isEqualTo(VerificationGuard.SENTINEL);
            append(log, transactional(5, 1, "open"), AppendOrigin.CLIENT);
            append(log, marker(5, ControlRecordType.COMMIT), AppendOrigin.COORDINATOR);

            assertThatThrownBy(() -> log.append(transactional(5, 2, "late"), AppendOrigin.CLIENT, guard))
                    .isInstanceOf(InvalidTxnStateException.class);
            // what is sent again was taken already, whatever has become of its transaction
            assertThat(log.append(transactional(5, 1, "open"), AppendOrigin.CLIENT)
                            .baseOffset())
                    .isEqualTo(1);
            assertThat(log.endOffset()).isEqualTo(3);
        }
    }

    @Test
    void shouldNotBelieveWhatWasSaidBeforeAMarker() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            VerificationGuard guard = log.startVerification(5, (short) 0);
            append(log, marker(5, ControlRecordType.ABORT), AppendOrigin.COORDINATOR);

            assertThatThrownBy(() -> log.append(transactional(5, 0, "late"), AppendOrigin.CLIENT, guard))
                    .isInstanceOf(InvalidTxnStateException.class);
            assertThat(log.lastStableOffset()).isEqualTo(log.endOffset());
        }
    }

    @Test
    void shouldDescribeProducersAlsoAfterARestart() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, transactional(5, 0, "first"), AppendOrigin.COORDINATOR);
            append(
                    log,
                    MemoryRecords.withEndTransactionMarker(
                            LogFixture.NOW_MS, 5, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 17)),
                    AppendOrigin.COORDINATOR);
            append(log, transactional(5, 1, "second"), AppendOrigin.COORDINATOR);
            append(log, LogFixture.idempotent(6, 3, 0, "a", "b"), AppendOrigin.CLIENT);
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            assertThat(log.activeProducers())
                    .containsExactlyInAnyOrder(
                            new PartitionLog.ActiveProducer(5, (short) 0, 1, CLOCK.millis(), 17, 2),
                            new PartitionLog.ActiveProducer(6, (short) 3, 1, CLOCK.millis(), -1, -1));
        }
    }

    @Test
    void shouldNotLetCommittedReadersBehindTheStartOfTheLog() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, transactional(5, 0, "open"), AppendOrigin.COORDINATOR);
            append(log, batch("after"), AppendOrigin.CLIENT);
            log.deleteRecordsBefore(2).join();

            assertThat(log.lastStableOffset()).isEqualTo(2);
            append(log, batch("later"), AppendOrigin.CLIENT);
            assertThat(log.lastStableOffset()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellAReaderFarBehindOnlyOfWhatItIsGiven() throws IOException {
        LogConfig smallSegments =
                new LogConfig(3000, 3600_000, -1, -1, 4096, 256, false, Long.MAX_VALUE, 3_600_000, true, false);
        int transactions = 200;
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), smallSegments);
            for (int i = 0; i < transactions; i++) {
                append(log, transactional(5, i, "aborted"), AppendOrigin.COORDINATOR);
                append(log, marker(5, ControlRecordType.ABORT), AppendOrigin.COORDINATOR);
            }
        }
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), smallSegments);
            for (long offset = 0; offset < log.endOffset(); ) {
                LogRead read = log.read(offset, 100_000, true, ReadIsolation.READ_COMMITTED);
                List<Long> told = read.abortedTransactions().stream()
                        .map(AbortedTransaction::firstOffset)
                        .toList();
                List<Record> records = LogFixture.recordsOf(read);
                long next = records.get(records.size() - 1).offset() + 1;
                // each transaction is a record and its marker
                assertThat(told)
                        .containsAll(LongStream.range(offset, next)
                                .filter(aborted -> aborted % 2 == 0)
                                .boxed()
                                .toList());
                assertThat(told).as("from %d to %d", offset, next).hasSizeLessThan(transactions / 2);
                offset = next;
            }
        }
    }

    @Test
    void shouldRefuseGapsAndFencedEpochs() throws IOException {
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            PartitionLog log = engine.create(partition("tx", 0), LogConfig.DEFAULTS);
            append(log, LogFixture.idempotent(3, 1, 0, "a", "b"), AppendOrigin.CLIENT);

            assertThatThrownBy(() -> log.append(LogFixture.idempotent(3, 1, 3, "d"), AppendOrigin.CLIENT))
                    .isInstanceOf(OutOfOrderSequenceException.class)
                    .hasMessage("Out of order sequence number for producer 3: 3 (incoming seq. number), 2 (expected)");
            assertThatThrownBy(() -> log.append(LogFixture.idempotent(3, 0, 0, "z"), AppendOrigin.CLIENT))
                    .isInstanceOf(InvalidProducerEpochException.class)
                    .hasMessage("Epoch of producer 3 is 0, which is smaller than the last seen epoch 1");
            assertThatThrownBy(() -> log.append(LogFixture.idempotent(3, 2, 2, "c"), AppendOrigin.CLIENT))
                    .isInstanceOf(OutOfOrderSequenceException.class)
                    .hasMessageContaining("new epoch of producer 3");
            assertThat(log.endOffset()).isEqualTo(2);
            assertThat(append(log, LogFixture.idempotent(3, 2, 0, "c"), AppendOrigin.CLIENT)
                            .baseOffset())
                    .isEqualTo(2);
        }
    }

    private static Append append(PartitionLog log, MemoryRecords records, AppendOrigin origin) {
        Append append = log.append(records, origin);
        append.durable().join();
        return append;
    }

    private static MemoryRecords transactional(long producerId, int sequence, String... values) {
        return MemoryRecords.withTransactionalRecords(
                Compression.NONE, producerId, (short) 0, sequence, records(LogFixture.NOW_MS, values));
    }

    private static MemoryRecords marker(long producerId, ControlRecordType type) {
        return MemoryRecords.withEndTransactionMarker(
                LogFixture.NOW_MS, producerId, (short) 0, new EndTransactionMarker(type, 0));
    }

    private static AbortedTransaction aborted(long producerId, long firstOffset) {
        return new AbortedTransaction().setProducerId(producerId).setFirstOffset(firstOffset);
    }
}
