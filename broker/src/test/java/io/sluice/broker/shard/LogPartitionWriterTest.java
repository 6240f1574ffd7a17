/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.groups.MemoryLog;
import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.ReadIsolation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.junit.jupiter.api.Test;

class LogPartitionWriterTest {

    private static final TopicPartition PARTITION = new TopicPartition("__consumer_offsets", 0);

    private boolean held;
    private final MemoryLog log =
            new MemoryLog(new TopicIdPartition(Uuid.randomUuid(), 0, "__consumer_offsets"), () -> held);
    private final LogPartitionWriter writer =
            new LogPartitionWriter(partition -> partition.equals(PARTITION) ? Optional.of(log) : Optional.empty());
    private final List<Long> watermarks = new ArrayList<>();
    private final PartitionWriter.Listener listener = (partition, offset) -> watermarks.add(offset);

    @Test
    void shouldReturnTheOffsetThatFollows() {
        assertThat(append("a", "b")).isEqualTo(2);
        assertThat(append("c")).isEqualTo(3);
    }

    @Test
    void shouldTellOfDurabilityAndNotOfAppends() {
        append("a");
        writer.registerListener(PARTITION, listener);
        held = true;
        append("b");
        assertThat(watermarks).containsExactly(1L);

        log.flush();
        assertThat(watermarks).containsExactly(1L, 2L);

        writer.deregisterListener(PARTITION, listener);
        append("c");
        log.flush();
        assertThat(watermarks).containsExactly(1L, 2L);
        assertThat(log.listeners()).isZero();
    }

    @Test
    void shouldKnowWhichPartitionsAreServed() {
        assertThat(writer.active(PARTITION)).isNotDone();

        writer.registerListener(PARTITION, listener);
        assertThat(writer.active(PARTITION)).isDone();

        writer.deregisterListener(PARTITION, listener);
        assertThat(writer.active(PARTITION)).isNotDone();
    }

    @Test
    void shouldLeaveTheBufferToTheRuntimeThatReusesIt() {
        MemoryRecords records = records("kept");
        writer.append(PARTITION, VerificationGuard.SENTINEL, records, (short) 0);

        Arrays.fill(records.buffer().array(), (byte) 0);

        FetchedRecords read = log.read(0, 1000, true, ReadIsolation.LOG_END).records();
        MemoryRecords.readableRecords(FetchedBytes.copy(read)).batches().forEach(batch -> {
            batch.ensureValid();
            assertThat(batch.iterator().next().value())
                    .isEqualTo(ByteBuffer.wrap("kept".getBytes(StandardCharsets.UTF_8)));
        });
    }

    @Test
    void shouldLetBatchesGrowToWhatTheTopicAllows() {
        assertThat(writer.config(PARTITION).maxMessageSize())
                .isEqualTo(log.config().maxMessageBytes());
    }

    @Test
    void shouldNameThePartitionThatIsNotHere() {
        assertThatThrownBy(() -> writer.config(new TopicPartition("other", 5)))
                .isInstanceOf(NotLeaderOrFollowerException.class)
                .hasMessage("this broker has no log of other-5");
    }

    private long append(String... values) {
        return writer.append(PARTITION, VerificationGuard.SENTINEL, records(values), (short) 0);
    }

    private static MemoryRecords records(String... values) {
        return MemoryRecords.withRecords(
                Compression.NONE,
                Arrays.stream(values)
                        .map(value -> new SimpleRecord(1L, new byte[] {1}, value.getBytes(StandardCharsets.UTF_8)))
                        .toArray(SimpleRecord[]::new));
    }
}
