/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.groups.MemoryLog;
import io.sluice.broker.log.AppendOrigin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader.LoadSummary;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.Deserializer;
import org.junit.jupiter.api.Test;

class LogCoordinatorLoaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("__consumer_offsets", 0);
    private static final Deserializer<String> TEXT = (key, value) -> {
        String text = StandardCharsets.UTF_8.decode(value).toString();
        if (text.equals("unknown")) {
            throw new Deserializer.UnknownRecordTypeException((short) 99);
        }
        if (text.equals("bad")) {
            throw new IllegalArgumentException("no such thing");
        }
        return text;
    };

    private boolean held;
    private final MemoryLog log =
            new MemoryLog(new TopicIdPartition(Uuid.randomUuid(), 0, "__consumer_offsets"), () -> held);
    private final Recorder recorder = new Recorder();

    @Test
    void shouldReplayEveryRecordInOrderWhateverFitsIntoOneRead() {
        for (int i = 0; i < 100; i++) {
            append("a" + i, "b" + i);
        }

        LoadSummary summary = load();

        assertThat(summary.numRecords()).isEqualTo(200);
        assertThat(recorder.records)
                .hasSize(200)
                .startsWith("0:a0", "1:b0", "2:a1")
                .endsWith("199:b99");
        assertThat(recorder.written).isEqualTo(200);
        assertThat(recorder.committed).isEqualTo(200);
    }

    @Test
    void shouldReplayNothingFromAnEmptyLog() {
        assertThat(load().numRecords()).isZero();

        assertThat(recorder.records).isEmpty();
    }

    @Test
    void shouldTellTheEndsOfTransactions() {
        append("a");
        EndTransactionMarker commit = new EndTransactionMarker(ControlRecordType.COMMIT, 0);
        log.append(MemoryRecords.withEndTransactionMarker(1, 7, (short) 3, commit), AppendOrigin.COORDINATOR);

        load();

        assertThat(recorder.records).containsExactly("0:a", "7/3 COMMIT");
    }

    @Test
    void shouldNotCommitBeyondTheHighWatermark() {
        append("a");
        held = true;
        append("b");

        load();

        assertThat(recorder.records).containsExactly("0:a", "1:b");
        assertThat(recorder.written).isEqualTo(2);
        assertThat(recorder.committed).isEqualTo(1);
    }

    @Test
    void shouldPassOverRecordsOfANewerVersion() {
        append("a", "unknown", "b");

        load();

        assertThat(recorder.records).containsExactly("0:a", "2:b");
    }

    @Test
    void shouldFailAndNameARecordThatCannotBeRead() {
        append("a", "bad");

        assertThatThrownBy(this::load)
                .cause()
                .hasMessage("cannot replay the record at offset 1 of __consumer_offsets-0")
                .hasRootCauseMessage("no such thing");
    }

    @Test
    void shouldFailWithoutALog() {
        LogCoordinatorLoader<String> loader =
                new LogCoordinatorLoader<>(partition -> Optional.empty(), TEXT, 64, Time.SYSTEM, Runnable::run);

        assertThatThrownBy(() -> loader.load(PARTITION, recorder).join())
                .hasCauseInstanceOf(NotLeaderOrFollowerException.class)
                .hasMessageContaining("this broker has no log of __consumer_offsets-0");
    }

    @Test
    void shouldEndTheReplayWhenClosed() {
        append("a");
        LogCoordinatorLoader<String> loader = loader();
        loader.close();

        assertThatThrownBy(() -> loader.load(PARTITION, recorder).join()).hasMessageContaining("is stopping");
    }

    private LoadSummary load() {
        return loader().load(PARTITION, recorder).join();
    }

    private LogCoordinatorLoader<String> loader() {
        return new LogCoordinatorLoader<>(partition -> Optional.of(log), TEXT, 256, Time.SYSTEM, Runnable::run);
    }

    private void append(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(1L, new byte[] {1}, values[i].getBytes(StandardCharsets.UTF_8));
        }
        log.append(MemoryRecords.withRecords(Compression.NONE, records), AppendOrigin.COORDINATOR);
    }

    /** Holds what it was told, and what the runtime would insist on. */
    private static final class Recorder implements CoordinatorPlayback<String> {

        private final List<String> records = new ArrayList<>();
        private long written;
        private long committed;

        @Override
        public void replay(long offset, long producerId, short producerEpoch, String record) {
            records.add(offset + ":" + record);
        }

        @Override
        public void replayEndTransactionMarker(long producerId, short producerEpoch, TransactionResult result) {
            records.add(producerId + "/" + producerEpoch + " " + result);
        }

        @Override
        public void updateLastWrittenOffset(long offset) {
            assertThat(offset).isGreaterThan(written);
            written = offset;
        }

        @Override
        public void updateLastCommittedOffset(long offset) {
            assertThat(offset).isGreaterThan(committed).isLessThanOrEqualTo(written);
            committed = offset;
        }
    }
}
