/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchValidatorTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final LogConfig PLAIN = LogConfig.DEFAULTS;
    private static final LogConfig COMPACTED =
            new LogConfig(1 << 20, 1000, -1, -1, 10_000, 4096, false, Long.MAX_VALUE, 3_600_000, false, true);
    private static final LogConfig APPEND_TIME =
            new LogConfig(1 << 20, 1000, -1, -1, 10_000, 4096, true, Long.MAX_VALUE, 3_600_000, true, false);
    private static final LogConfig BOUNDED =
            new LogConfig(1 << 20, 1000, -1, -1, 10_000, 4096, false, 1000, 500, true, false);

    @Property(tries = 300)
    void shouldAgreeWithKafkaOnAnyValidBatch(
            @ForAll @Size(min = 1, max = 20) List<byte @Size(max = 40) []> values,
            @ForAll @IntRange(max = 3) int codec,
            @ForAll @IntRange(max = 100_000) int spread) {
        SimpleRecord[] records = new SimpleRecord[values.size()];
        for (int i = 0; i < records.length; i++) {
            long timestamp = NOW - (values.get(i).length * 7919L * spread) % 100_000;
            records[i] = new SimpleRecord(timestamp, i % 2 == 0 ? values.get(i) : null, values.get(i));
        }
        MemoryRecords memory = MemoryRecords.withRecords(codec(codec), records);
        MutableRecordBatch kafka = memory.batchIterator().next();

        BatchInfo batch = validate(memory, PLAIN).get(0);

        assertThat(batch.sizeInBytes()).isEqualTo(kafka.sizeInBytes());
        assertThat(batch.lastOffset()).isEqualTo(kafka.lastOffset());
        assertThat(batch.maxTimestamp()).isEqualTo(kafka.maxTimestamp());
        assertThat(batch.isCompressed()).isEqualTo(kafka.isCompressed());
        assertThat(batch.restamped()).isFalse();
        if (codec == 0) {
            assertThat(batch.offsetOfMaxTimestamp())
                    .isEqualTo(kafka.offsetOfMaxTimestamp().orElseThrow());
        }
    }

    @Property(tries = 2000)
    void shouldAnswerAnyDamageWithKafkasExceptionAndNothingElse(
            @ForAll @IntRange(max = 400) int at, @ForAll byte value, @ForAll boolean repairCrc) {
        ByteBuffer bytes = copy(batch(Compression.NONE, "key", "some value", "another value", "a third"));
        int position = at % bytes.limit();
        byte before = bytes.get(position);
        bytes.put(position, value);
        if (repairCrc) {
            BatchInfo info =
                    BatchInfo.read(copy(batch(Compression.NONE, "key", "some value", "another value", "a third")), 0);
            ByteBuffer header = bytes.duplicate();
            bytes.putInt(BatchLayout.CRC, crc(header, info.sizeInBytes()));
        }
        assertThatCode(() -> {
                    try {
                        BatchValidator.validate(bytes, AppendOrigin.CLIENT, PLAIN, NOW);
                    } catch (ApiException expected) {
                        assertThat(expected.getMessage()).isNotBlank();
                    }
                })
                .as("byte %d from %d to %d", position, before, value)
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAChangedByteByItsCrc() {
        ByteBuffer bytes = copy(batch(Compression.NONE, "key", "value"));
        bytes.put(bytes.limit() - 2, (byte) ~bytes.get(bytes.limit() - 2));
        assertThatThrownBy(() -> BatchValidator.validate(bytes, AppendOrigin.CLIENT, PLAIN, NOW))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("its CRC does not match");
    }

    @Test
    void shouldTakeOneBatchFromAClientAndSeveralFromACoordinator() {
        ByteBuffer one = copy(batch(Compression.NONE, "key", "value"));
        ByteBuffer two = ByteBuffer.allocate(2 * one.limit())
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();
        assertThatThrownBy(() -> BatchValidator.validate(two, AppendOrigin.CLIENT, PLAIN, NOW))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("exactly one record batch per partition");
        assertThat(BatchValidator.validate(two, AppendOrigin.COORDINATOR, PLAIN, NOW))
                .hasSize(2);
        assertThatThrownBy(() -> BatchValidator.validate(ByteBuffer.allocate(0), AppendOrigin.CLIENT, PLAIN, NOW))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("There is no record batch in the request");
    }

    @Test
    void shouldKeepControlRecordsToCoordinators() {
        MemoryRecords marker = MemoryRecords.withEndTransactionMarker(
                NOW, 7, (short) 0, new EndTransactionMarker(ControlRecordType.ABORT, 3));
        assertThatThrownBy(() -> validate(marker, PLAIN))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("Clients are not allowed to write control records");
        BatchInfo batch = BatchValidator.validate(marker.buffer(), AppendOrigin.COORDINATOR, PLAIN, NOW)
                .get(0);
        assertThat(batch.marker()).isEqualTo(new BatchInfo.Marker(false, 3));
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        MemoryRecords large = batch(Compression.NONE, "key", "x".repeat(20_000));
        assertThatThrownBy(() -> validate(large, COMPACTED))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("exceeds the maximum configured value of 10000 (max.message.bytes)");
        LogConfig tinySegments =
                new LogConfig(5000, 1000, -1, -1, 1 << 20, 4096, false, Long.MAX_VALUE, 3_600_000, true, false);
        assertThatThrownBy(() -> validate(large, tinySegments))
                .isInstanceOf(RecordBatchTooLargeException.class)
                .hasMessageContaining("segment size of 5000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldWantKeysOnACompactedTopic(int codec) {
        assertThatCode(() -> validate(batch(codec(codec), "key", "value"), COMPACTED))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> validate(batch(codec(codec), null, "value"), COMPACTED))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("Compacted topic cannot accept message without key (record 0 of the batch)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldHoldRecordsToTheBoundsOfTheirTime(int codec) {
        for (long allowed : new long[] {NOW, NOW - 1000, NOW + 500, RecordBatch.NO_TIMESTAMP}) {
            assertThatCode(() -> validate(at(codec(codec), allowed), BOUNDED)).doesNotThrowAnyException();
        }
        for (long refused : new long[] {NOW - 1001, NOW + 501, 0}) {
            assertThatThrownBy(() -> validate(at(codec(codec), refused), BOUNDED))
                    .isInstanceOf(InvalidTimestampException.class)
                    .hasMessageContaining("Timestamp " + refused + " of record 0");
        }
        assertThatThrownBy(() -> validate(at(codec(codec), NOW + 3_600_001), PLAIN))
                .isInstanceOf(InvalidTimestampException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldStampLogAppendTimeAsKafkaReadsIt(int codec) {
        ByteBuffer bytes = copy(batch(codec(codec), "key", "a", "b"));
        BatchInfo batch = BatchValidator.validate(bytes, AppendOrigin.CLIENT, APPEND_TIME, NOW + 5)
                .get(0);
        BatchLayout.restamp(bytes, 0, batch);
        BatchLayout.placeAt(bytes, 0, 42, 3);

        MutableRecordBatch stamped =
                MemoryRecords.readableRecords(bytes).batchIterator().next();
        stamped.ensureValid();
        assertThat(stamped.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(stamped.baseOffset()).isEqualTo(42);
        assertThat(stamped.partitionLeaderEpoch()).isEqualTo(3);
        stamped.forEach(record -> assertThat(record.timestamp()).isEqualTo(NOW + 5));
    }

    @Test
    void shouldRefuseATimestampTypeThatOnlyTheBrokerMaySet() {
        MemoryRecords stamped = MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V2,
                0,
                Compression.NONE,
                TimestampType.LOG_APPEND_TIME,
                new SimpleRecord(NOW, "v".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> validate(stamped, PLAIN)).isInstanceOf(InvalidTimestampException.class);
    }

    @Test
    void shouldRefuseOldMagic() {
        MemoryRecords old = MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V1, Compression.NONE, new SimpleRecord(NOW, new byte[100]));
        assertThatThrownBy(() -> validate(old, PLAIN))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("magic 1");
    }

    private static List<BatchInfo> validate(MemoryRecords records, LogConfig config) {
        return BatchValidator.validate(records.buffer(), AppendOrigin.CLIENT, config, NOW);
    }

    private static int crc(ByteBuffer batch, int size) {
        return (int) org.apache.kafka.common.utils.Crc32C.compute(
                batch, BatchLayout.ATTRIBUTES, size - BatchLayout.ATTRIBUTES);
    }

    private static Compression codec(int codec) {
        return switch (codec) {
            case 0 -> Compression.NONE;
            case 1 -> Compression.gzip().build();
            case 2 -> Compression.lz4().build();
            default -> Compression.zstd().build();
        };
    }

    private static MemoryRecords at(Compression compression, long timestamp) {
        return MemoryRecords.withRecords(compression, new SimpleRecord(timestamp, new byte[1], new byte[3]));
    }

    private static MemoryRecords batch(Compression compression, String key, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(NOW, bytes(key), bytes(values[i]));
        }
        return MemoryRecords.withRecords(compression, records);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static ByteBuffer copy(MemoryRecords records) {
        return ByteBuffer.allocate(records.sizeInBytes()).put(records.buffer()).flip();
    }
}
