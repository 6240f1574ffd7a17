/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.NOW_MS;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code compression.type} of a topic. */
class RecompressionTest {
    private static final List<Compression> CODECS = List.of(
            Compression.NONE,
            Compression.gzip().level(1).build(),
            Compression.snappy().build(),
            Compression.lz4().build(),
            Compression.zstd().level(5).build());

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    static Stream<Compression> codecs() {
        return CODECS.stream();
    }

    private static LogConfig compressed(int maxMessageBytes, Compression compression) {
        return new LogConfig(
                1 << 20,
                Long.MAX_VALUE,
                -1,
                -1,
                maxMessageBytes,
                4096,
                false,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                true,
                false,
                LogConfig.Compaction.DEFAULTS,
                compression);
    }

    private static SimpleRecord record(int number, int bytes) {
        return new SimpleRecord(NOW_MS + number, new byte[] {(byte) number}, new byte[bytes]);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldKeepEveryBatchAsTheTopicSays(Compression wanted) throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), compressed(1 << 16, wanted));
            int sequence = 0;
            for (Compression sent : CODECS) {
                log.append(
                                MemoryRecords.withIdempotentRecords(
                                        sent, 9, (short) 1, sequence, record(1, 500), record(2, 500)),
                                AppendOrigin.CLIENT)
                        .durable()
                        .join();
                sequence += 2;
            }
            ByteBuffer bytes = LogFixture.bytesOf(
                    log.read(0, 1 << 20, true, ReadIsolation.READ_UNCOMMITTED).records());
            long offset = 0;
            for (MutableRecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
                batch.ensureValid();
                assertThat(batch.compressionType()).isEqualTo(wanted.type());
                assertThat(batch.baseOffset()).isEqualTo(offset);
                assertThat(batch.baseSequence()).isEqualTo((int) offset);
                assertThat(batch.producerId()).isEqualTo(9);
                assertThat(batch.maxTimestamp()).isEqualTo(NOW_MS + 2);
                for (Record entry : batch) {
                    assertThat(entry.offset()).isEqualTo(offset++);
                    assertThat(entry.valueSize()).isEqualTo(500);
                }
            }
            assertThat(offset).isEqualTo(2L * CODECS.size());
            assertThat(log.append(
                                    MemoryRecords.withIdempotentRecords(
                                            CODECS.get(4), 9, (short) 1, 8, record(1, 500), record(2, 500)),
                                    AppendOrigin.CLIENT)
                            .baseOffset())
                    .as("a repeat is known whatever became of its bytes")
                    .isEqualTo(8);
        }
    }

    @Test
    void shouldRefuseWhatIsTooLargeOnceItIsNotCompressed() throws IOException {
        try (LogEngine engine = LogEngine.open(LogEngineConfig.DEFAULTS, directory, CLOCK)) {
            PartitionLog log = engine.create(partition("events", 0), compressed(1000, Compression.NONE));
            assertThatThrownBy(() -> log.append(
                            MemoryRecords.withRecords(
                                    Compression.of(CompressionType.ZSTD).build(), record(1, 5000)),
                            AppendOrigin.CLIENT))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("exceeds the maximum configured value of 1000");
            assertThat(log.endOffset()).isZero();
        }
    }
}
