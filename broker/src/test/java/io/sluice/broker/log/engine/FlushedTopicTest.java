/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.batch;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.wal.FlushMode;
import io.sluice.broker.log.wal.WalFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code flush.messages} and {@code flush.ms} of a topic on a broker that leaves flushing to the system. What was forced
 * is told by the groups of the write-ahead log: each says how much before it was durable when it was written.
 */
class FlushedTopicTest {
    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldForceNothingUnlessAskedTo() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), LogConfig.DEFAULTS);
            for (int i = 0; i < 10; i++) {
                append(log);
            }
            assertThat(groups())
                    .hasSizeGreaterThanOrEqualTo(10)
                    .allSatisfy(group -> assertThat(group.durable()).isZero());
        }
    }

    @Test
    void shouldForceTheRecordThatMakesSoManyBeforeItIsAcknowledged() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), rules(3, Long.MAX_VALUE));
            append(log); // the first, in a group with the log's creation or behind it
            int second = groups().size();
            for (int i = 2; i <= 7; i++) {
                append(log);
            }
            List<Group> groups = groups().subList(second, second + 6);
            long third = groups.get(2).start(); // where it ends, the fourth begins
            long sixth = groups.get(5).start();
            assertThat(groups.stream().map(Group::durable)).containsExactly(0L, 0L, third, third, third, sixth);
        }
    }

    @Test
    void shouldForceARecordInTime() throws IOException {
        try (LogEngine engine = open()) {
            PartitionLog log = engine.create(partition("events", 0), rules(Long.MAX_VALUE, 1));
            append(log);
            long end = Files.size(wal());
            PartitionLog other = engine.create(partition("others", 0), LogConfig.DEFAULTS);
            await().until(() -> {
                append(other); // to see in its group what was forced before
                List<Group> groups = groups();
                return groups.get(groups.size() - 1).durable() >= end;
            });
        }
    }

    private static void append(PartitionLog log) {
        log.append(batch("value"), AppendOrigin.CLIENT).durable().join();
    }

    private LogEngine open() throws IOException {
        return LogEngine.open(LogEngineConfig.DEFAULTS.withFlush(FlushMode.NEVER), directory, CLOCK);
    }

    private static LogConfig rules(long messages, long ms) {
        LogConfig defaults = LogConfig.DEFAULTS;
        return new LogConfig(
                defaults.segmentBytes(),
                defaults.segmentMs(),
                defaults.retentionBytes(),
                defaults.retentionMs(),
                defaults.maxMessageBytes(),
                defaults.indexIntervalBytes(),
                defaults.logAppendTime(),
                defaults.timestampBeforeMaxMs(),
                defaults.timestampAfterMaxMs(),
                defaults.delete(),
                defaults.compact(),
                defaults.compaction(),
                defaults.compression(),
                new LogConfig.Flush(messages, ms));
    }

    /** A group of the write-ahead log, and up to where all was durable when it was written. */
    private record Group(long start, long durable) {}

    private Path wal() {
        return directory.resolve("wal/00000000000000000001.wal");
    }

    private List<Group> groups() throws IOException {
        ByteBuffer wal = ByteBuffer.wrap(Files.readAllBytes(wal()));
        List<Group> groups = new ArrayList<>();
        int at = 0;
        while (at < wal.limit()) {
            groups.add(new Group(at, wal.getLong(at + 24)));
            at += WalFormat.GROUP_HEADER_BYTES + wal.getInt(at + 16);
        }
        return groups;
    }
}
