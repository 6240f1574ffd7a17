/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.log.model.BatchInfo;
import io.sluice.broker.log.model.ProducerState;
import io.sluice.broker.log.model.ProducerStates;
import io.sluice.broker.log.model.StoredBatches;
import io.sluice.broker.log.model.Transactions;
import io.sluice.broker.log.model.Transactions.Aborted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetainedRecordsTest {
    private static final long NOW_MS = 1_000_000;
    private static final long DELETE_RETENTION_MS = 1000;
    private static final BufferSupplier BUFFERS = BufferSupplier.NO_CACHING;

    /** A log in memory, cleaned by the same steps as one on disk. */
    private static final class Log {
        private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        private final Transactions transactions = new Transactions();
        private final ProducerStates producers = new ProducerStates();
        private ByteBuffer kept = ByteBuffer.allocate(0);
        private long end;
        private long cleanedTo;

        void add(MemoryRecords records) {
            for (BatchInfo batch : StoredBatches.read(records.buffer())) {
                BatchInfo placed = batch.placedAt(end, 0);
                transactions.apply(placed);
                producers.apply(placed, NOW_MS);
                end = placed.endOffset();
            }
            bytes.put(records.buffer().duplicate());
            kept = bytes.duplicate().flip();
        }

        void put(Compression compression, SimpleRecord... records) {
            add(MemoryRecords.withRecords(end, compression, records));
        }

        void clean(long nowMs, int slots) {
            clean(nowMs, slots, producers.snapshot());
        }

        void clean(long nowMs, int slots, Collection<ProducerState> active) {
            List<Aborted> aborted = transactions.aborted();
            KeyOffsets newest = KeyOffsets.forKeys(end - cleanedTo, slots, 0.9);
            KeyScan scan = new KeyScan(newest, cleanedTo, aborted, BUFFERS);
            long cleanEnd = end;
            for (MutableRecordBatch batch : MemoryRecords.readableRecords(kept).batches()) {
                if (batch.lastOffset() >= cleanedTo && !scan.add(batch)) {
                    cleanEnd = scan.fullAt();
                    break;
                }
            }
            ByteBuffer output = ByteBuffer.allocate(64);
            ByteBuffer result = ByteBuffer.allocate(1 << 20);
            RetainedRecords filter = new RetainedRecords(newest, cleanEnd, aborted, active, nowMs, DELETE_RETENTION_MS);
            int position = 0;
            while (position < kept.limit()) {
                MemoryRecords.FilterResult filtered = MemoryRecords.readableRecords(
                                kept.slice(position, kept.limit() - position))
                        .filterTo(filter, output.clear(), BUFFERS);
                result.put(filtered.outputBuffer().flip());
                position += filtered.bytesRead();
            }
            kept = result.flip();
            cleanedTo = cleanEnd;
            transactions.forgetAbortedBefore(cleanEnd);
        }

        List<Record> records() {
            List<Record> records = new ArrayList<>();
            for (MutableRecordBatch batch : MemoryRecords.readableRecords(kept).batches()) {
                batch.ensureValid();
                if (!batch.isControlBatch()) {
                    batch.forEach(records::add);
                }
            }
            return records;
        }

        List<MutableRecordBatch> batches() {
            List<MutableRecordBatch> batches = new ArrayList<>();
            MemoryRecords.readableRecords(kept).batches().forEach(batches::add);
            return batches;
        }

        List<String> values() {
            return records().stream()
                    .map(entry -> entry.hasValue() ? text(entry.value()) : "-")
                    .toList();
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static SimpleRecord entry(String key, @Nullable String value) {
        return new SimpleRecord(
                NOW_MS,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static Log random(long seed, Map<String, String> table, Map<String, Long> newest) {
        Random random = new Random(seed);
        Log log = new Log();
        Compression[] codecs = {
            Compression.NONE, Compression.lz4().build(), Compression.gzip().build()
        };
        int batches = random.nextInt(60);
        for (int i = 0; i < batches; i++) {
            SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(4)];
            for (int j = 0; j < records.length; j++) {
                String key = "key" + random.nextInt(12);
                String value = random.nextInt(4) == 0 ? null : "value" + i + "." + j;
                records[j] = entry(key, value);
                newest.put(key, log.end + j);
                if (value == null) {
                    table.remove(key);
                } else {
                    table.put(key, value);
                }
            }
            log.put(codecs[random.nextInt(codecs.length)], records);
        }
        return log;
    }

    private static Map<String, String> table(Log log) {
        Map<String, String> table = new TreeMap<>();
        for (Record entry : log.records()) {
            if (entry.hasValue()) {
                table.put(text(entry.key()), text(entry.value()));
            } else {
                table.remove(text(entry.key()));
            }
        }
        return table;
    }

    @Property(tries = 300)
    void shouldLeaveTheLastRecordOfEachKeyAtItsOffset(@ForAll long seed) {
        Map<String, String> table = new TreeMap<>();
        Map<String, Long> newest = new TreeMap<>();
        Log log = random(seed, table, newest);

        log.clean(NOW_MS, 1000);

        Map<String, Long> kept = new TreeMap<>();
        log.records().forEach(entry -> kept.put(text(entry.key()), entry.offset()));
        assertThat(log.records()).as("one of each key").hasSize(newest.size());
        assertThat(kept).isEqualTo(newest);
        assertThat(log.records()).extracting(Record::offset).isSorted().doesNotHaveDuplicates();
        assertThat(table(log)).isEqualTo(table);

        ByteBuffer once = log.kept.duplicate();
        log.clean(NOW_MS, 1000);
        assertThat(log.kept).as("cleaned twice").isEqualTo(once);

        log.clean(NOW_MS + DELETE_RETENTION_MS, 1000);
        assertThat(log.records()).as("tombstones whose time is up").allMatch(Record::hasValue);
        assertThat(table(log)).isEqualTo(table);
    }

    @Property(tries = 300)
    void shouldComeToTheSameInRounds(@ForAll long seed) {
        Map<String, String> table = new TreeMap<>();
        Log log = random(seed, table, new HashMap<>());

        int rounds = 0;
        while (log.cleanedTo < log.end) {
            long before = log.cleanedTo;
            log.clean(NOW_MS + rounds++, KeyOffsets.MIN_SLOTS);
            assertThat(log.cleanedTo).as("every round gets on").isGreaterThan(before);
            assertThat(table(log)).as("after round %d", rounds).isEqualTo(table);
        }
        assertThat(log.records()).extracting(entry -> text(entry.key())).doesNotHaveDuplicates();
    }

    @Test
    void shouldSetTheDeleteHorizonOnce() {
        Log log = new Log();
        log.put(Compression.NONE, entry("a", null), entry("b", "1"));
        log.clean(NOW_MS, 100);
        assertThat(log.batches().get(0).deleteHorizonMs()).hasValue(NOW_MS + DELETE_RETENTION_MS);
        log.clean(NOW_MS + 10, 100);
        assertThat(log.batches().get(0).deleteHorizonMs()).hasValue(NOW_MS + DELETE_RETENTION_MS);
        assertThat(log.records()).extracting(Record::timestamp).containsOnly(NOW_MS);
        log.clean(NOW_MS + DELETE_RETENTION_MS - 1, 100);
        assertThat(log.values()).containsExactly("-", "1");
        log.clean(NOW_MS + DELETE_RETENTION_MS, 100);
        assertThat(log.values()).containsExactly("1");
    }

    @Test
    void shouldDropWhatHasNoKey() {
        Log log = new Log();
        log.put(Compression.NONE, new SimpleRecord(NOW_MS, null, new byte[] {1}), entry("b", "1"));
        log.clean(NOW_MS, 100);
        assertThat(log.values()).containsExactly("1");
    }

    private static MemoryRecords inTransaction(long offset, long producer, int sequence, SimpleRecord... records) {
        return MemoryRecords.withTransactionalRecords(
                offset, Compression.NONE, producer, (short) 0, sequence, 0, records);
    }

    private static MemoryRecords marker(long offset, long producer, ControlRecordType type) {
        return MemoryRecords.withEndTransactionMarker(
                offset, NOW_MS, 0, producer, (short) 0, new EndTransactionMarker(type, 0));
    }

    @Test
    void shouldDropWhatWasAbortedAndKeepWhatWasCommitted() {
        Log log = new Log();
        log.add(inTransaction(0, 1, 0, entry("a", "committed")));
        log.add(inTransaction(1, 2, 0, entry("a", "aborted"), entry("b", "aborted")));
        log.add(marker(3, 1, ControlRecordType.COMMIT));
        log.add(marker(4, 2, ControlRecordType.ABORT));
        log.add(inTransaction(5, 2, 2, entry("b", "committed later")));
        log.add(marker(6, 2, ControlRecordType.COMMIT));

        log.clean(NOW_MS, 100, List.of());

        assertThat(log.values()).containsExactly("committed", "committed later");
        assertThat(log.batches()).filteredOn(MutableRecordBatch::isControlBatch).hasSize(3);
        log.clean(NOW_MS + 1, 100, List.of());
        assertThat(log.batches())
                .as("the abort marker is not needed any more, and gets its horizon")
                .filteredOn(batch -> batch.deleteHorizonMs().isPresent())
                .extracting(MutableRecordBatch::lastOffset)
                .containsExactly(4L);
        log.clean(NOW_MS + 1 + DELETE_RETENTION_MS, 100, List.of());
        assertThat(log.batches()).filteredOn(MutableRecordBatch::isControlBatch).hasSize(2);
        assertThat(log.values()).containsExactly("committed", "committed later");
    }

    @Test
    void shouldKeepAMarkerAsLongAsItsTransactionHasARecord() {
        Log log = new Log();
        log.add(inTransaction(0, 1, 0, entry("a", "1")));
        log.add(marker(1, 1, ControlRecordType.COMMIT));
        for (int i = 0; i < 5; i++) {
            log.clean(NOW_MS + i * 10L * DELETE_RETENTION_MS, 100, List.of());
        }
        assertThat(log.batches()).hasSize(2);
        log.put(Compression.NONE, entry("a", "2"));
        for (int i = 0; i < 3; i++) {
            log.clean(NOW_MS + (10 + i * 10L) * DELETE_RETENTION_MS, 100, List.of());
        }
        assertThat(log.batches()).extracting(MutableRecordBatch::lastOffset).containsExactly(2L);
    }

    @Test
    void shouldKeepAnEmptyBatchForTheLastSequenceOfAProducer() {
        Log log = new Log();
        log.add(MemoryRecords.withIdempotentRecords(
                Compression.NONE, 9, (short) 3, 0, entry("a", "1"), entry("b", "1")));
        log.put(Compression.NONE, entry("a", "2"), entry("b", "2"));

        log.clean(NOW_MS, 100);

        assertThat(log.values()).containsExactly("2", "2");
        MutableRecordBatch empty = log.batches().get(0);
        assertThat(empty.producerId()).isEqualTo(9);
        assertThat(empty.producerEpoch()).isEqualTo((short) 3);
        assertThat(empty.lastSequence()).isEqualTo(1);
        assertThat(empty.iterator().hasNext()).isFalse();
        assertThat(BatchInfo.read(log.kept, 0).maxTimestamp())
                .as("of no record")
                .isEqualTo(-1);

        log.clean(NOW_MS, 100, List.of());
        assertThat(log.batches()).as("once the producer is forgotten").hasSize(1);
    }

    @Test
    void shouldNotPassOnWhatIsDamaged() {
        Log log = new Log();
        log.put(Compression.NONE, entry("a", "1"));
        log.kept.put(64, (byte) ~log.kept.get(64));

        assertThatThrownBy(() -> log.clean(NOW_MS, 100)).isInstanceOf(CorruptRecordException.class);
    }
}
