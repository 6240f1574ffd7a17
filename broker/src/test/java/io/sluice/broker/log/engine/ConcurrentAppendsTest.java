/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import static io.sluice.broker.log.engine.LogFixture.CLOCK;
import static io.sluice.broker.log.engine.LogFixture.partition;
import static io.sluice.broker.log.engine.LogFixture.recordsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many producers and consumers at once, with caches, files and segments so small that everything turns over. */
class ConcurrentAppendsTest {
    private static final int PARTITIONS = 4;
    private static final int PRODUCERS = 4;
    private static final int BATCHES = 400;
    private static final LogConfig RULES =
            new LogConfig(8 * 1024, 3600_000, -1, -1, 16384, 256, false, Long.MAX_VALUE, 3_600_000, true, false);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void shouldGiveEveryReaderEachAcknowledgedRecordOnceAndInOrder() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LogEngine engine = LogEngine.open(LogFixture.small(), directory, CLOCK)) {
            List<PartitionLog> logs = new ArrayList<>();
            for (int p = 0; p < PARTITIONS; p++) {
                logs.add(engine.create(partition("busy", p), RULES));
            }
            List<Map<Long, String>> acknowledged = new ArrayList<>();
            logs.forEach(log -> acknowledged.add(new ConcurrentHashMap<>()));
            List<Future<?>> producers = new ArrayList<>();
            for (int producer = 0; producer < PRODUCERS; producer++) {
                int id = producer;
                producers.add(threads.submit(() -> produce(id, logs, acknowledged)));
            }
            List<Future<List<String>>> consumers = new ArrayList<>();
            for (PartitionLog log : logs) {
                consumers.add(threads.submit(() -> follow(log, PRODUCERS * BATCHES / PARTITIONS)));
                consumers.add(threads.submit(() -> follow(log, PRODUCERS * BATCHES / PARTITIONS)));
            }
            for (Future<?> producer : producers) {
                producer.get();
            }
            for (int c = 0; c < consumers.size(); c++) {
                List<String> consumed = consumers.get(c).get(60, TimeUnit.SECONDS);
                Map<Long, String> expected = acknowledged.get(c / 2);
                assertThat(consumed).hasSize(expected.size());
                for (int offset = 0; offset < consumed.size(); offset++) {
                    assertThat(consumed.get(offset)).isEqualTo(expected.get((long) offset));
                }
                inOrderOfEachProducer(consumed);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void produce(int id, List<PartitionLog> logs, List<Map<Long, String>> acknowledged) {
        Semaphore inFlight = new Semaphore(5);
        for (int i = 0; i < BATCHES; i++) {
            inFlight.acquireUninterruptibly();
            int target = i % logs.size();
            // some batches are larger than a chunk's share, the write-ahead log's groups and a reader's fetch
            String value = id + " " + i + " " + "x".repeat(i % 20 == 0 ? 6000 : i % 300);
            Append append = logs.get(target).append(LogFixture.batch(value), AppendOrigin.CLIENT);
            var unused = append.durable().whenComplete((nothing, failure) -> {
                acknowledged.get(target).put(append.baseOffset(), failure == null ? value : failure.toString());
                inFlight.release();
            });
        }
        inFlight.acquireUninterruptibly(5);
    }

    /** Reads on as the high watermark rises, woken as a long poll is. */
    private static List<String> follow(PartitionLog log, int count) throws InterruptedException {
        List<String> consumed = new ArrayList<>();
        Semaphore advanced = new Semaphore(0);
        try (PartitionLog.Subscription subscription = log.onAdvance(any -> advanced.release())) {
            assertThat(subscription).isNotNull();
            while (consumed.size() < count) {
                if (log.highWatermark() == consumed.size()) {
                    assertThat(advanced.tryAcquire(60, TimeUnit.SECONDS))
                            .as("woken")
                            .isTrue();
                    continue;
                }
                for (Record record : recordsOf(log.read(consumed.size(), 2000, true, ReadIsolation.READ_UNCOMMITTED))) {
                    if (record.offset() >= consumed.size()) {
                        assertThat(record.offset()).isEqualTo(consumed.size());
                        consumed.add(
                                StandardCharsets.UTF_8.decode(record.value()).toString());
                    }
                }
            }
        }
        return consumed;
    }

    private static void inOrderOfEachProducer(List<String> values) {
        int[] last = new int[PRODUCERS];
        java.util.Arrays.fill(last, -1);
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            String[] parts = value.split(" ");
            int producer = Integer.parseInt(parts[0]);
            int sequence = Integer.parseInt(parts[1]);
            assertThat(seen.add(parts[0] + " " + parts[1])).isTrue();
            assertThat(sequence).isGreaterThan(last[producer]);
            last[producer] = sequence;
        }
    }
}
