/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogRead;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import io.sluice.broker.log.engine.LogEngine;
import io.sluice.broker.log.engine.LogEngineConfig;
import io.sluice.broker.metadata.io.DataDir;
import io.sluice.broker.metadata.io.JournaledMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code offsets.retention.minutes}: what is not committed for so long goes, from memory and from the log. */
class OffsetExpiryTest {
    private static final String TOPIC = "clicks";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final AheadTime time = new AheadTime();
    private DataDir dir;
    private LogEngine logs;
    private JournaledMetadata metadata;
    private GroupService service;
    private GroupClient client;

    /** The system's time, and as much ahead of it as a test says. */
    private static final class AheadTime extends Clock implements Time {
        private final AtomicLong aheadMs = new AtomicLong();

        @Override
        public long milliseconds() {
            return SYSTEM.milliseconds() + aheadMs.get();
        }

        @Override
        public long nanoseconds() {
            return SYSTEM.nanoseconds();
        }

        @Override
        public void sleep(long ms) {
            SYSTEM.sleep(ms);
        }

        @Override
        public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMs)
                throws InterruptedException {
            SYSTEM.waitObject(monitor, condition, deadlineMs - aheadMs.get());
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(milliseconds());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        private void pass(int days) {
            aheadMs.addAndGet(TimeUnit.DAYS.toMillis(days));
        }
    }

    @BeforeEach
    void start() throws IOException {
        dir = DataDir.open(directory, 1);
        logs = LogEngine.open(LogEngineConfig.DEFAULTS, dir.log(), time);
        metadata = JournaledMetadata.open(
                dir,
                configs -> {},
                (before, now) -> now.topicsById().values().forEach(topic -> {
                    for (int i = 0; i < topic.partitions(); i++) {
                        logs.create(new TopicIdPartition(topic.id(), i, topic.name()), LogConfig.DEFAULTS);
                    }
                }));
        if (metadata.image().topic(TOPIC).isEmpty()) {
            metadata.createTopic(TOPIC, 3, Map.of());
        }
        service = new GroupService(
                1,
                GroupSettings.of(Map.of(
                        "group.initial.rebalance.delay.ms", "0",
                        "offsets.topic.num.partitions", "1",
                        "offsets.retention.check.interval.ms", "100")),
                logs,
                metadata,
                GroupClient.NO_TRANSACTIONS,
                time);
        service.start();
        client = GroupClient.of(service, TOPIC);
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        metadata.close();
        logs.close();
        dir.close();
    }

    @Test
    void shouldForgetOffsetsThatWereNotCommittedForSevenDays() throws Exception {
        client.find("old");
        assertThat(client.commit(9, "old", "", -1, 41)).isEqualTo(Errors.NONE);
        time.pass(6);
        assertThat(client.commit(9, "young", "", -1, 42)).isEqualTo(Errors.NONE);
        assertThat(client.fetch(9, "old")).isEqualTo(41);

        time.pass(2);

        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(client.fetch(9, "old")).isEqualTo(-1));
        assertThat(client.fetch(9, "young")).isEqualTo(42);
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(tombstones())
                        .as("for the log cleaner to remove all trace of the group")
                        .containsExactly(
                                "OffsetCommitKey(group='old', topic='" + TOPIC + "', partition=0)",
                                "GroupMetadataKey(group='old')"));

        stop();
        start();
        client.find("old");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(client.fetch(9, "young")).isEqualTo(42));
        assertThat(client.fetch(9, "old")).as("after a restart").isEqualTo(-1);
    }

    private List<String> tombstones() {
        PartitionLog log = logs.find(
                        metadata.image()
                                .topic("__consumer_offsets")
                                .orElseThrow()
                                .id(),
                        0)
                .orElseThrow();
        LogRead read = log.read(0, 1 << 20, true, ReadIsolation.LOG_END);
        List<String> keys = new ArrayList<>();
        read.records()
                .parts()
                .forEach(part -> part.match(
                        memory -> MemoryRecords.readableRecords(copy(memory.bytes()))
                                .records()
                                .forEach(entry -> addTombstone(entry, keys)),
                        file -> {
                            throw new AssertionError("so little is in memory");
                        }));
        read.records().release();
        return keys;
    }

    private static void addTombstone(Record entry, List<String> keys) {
        if (!entry.hasValue()) {
            keys.add(new GroupCoordinatorRecordSerde()
                    .deserialize(entry.key(), null)
                    .key()
                    .toString());
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
