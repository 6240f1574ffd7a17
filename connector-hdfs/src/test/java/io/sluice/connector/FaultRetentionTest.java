/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.OpenStreams;
import io.sluice.connector.testing.Topic;
import io.sluice.connector.testing.TroubledFileStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A task that lives through scores of faults and rebalances holds no more afterwards than before. */
class FaultRetentionTest {

    private static final TopicPartition ZERO = new TopicPartition(CrashWorld.TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(CrashWorld.TOPIC, 1);

    private static final int WARM = 10;
    private static final int ROUNDS = Integer.getInteger("sluice.test.retention.rounds", 30);
    /** Of what is kept by design and still grows, such as what compiled code knows. */
    private static final long TOLERATED_BYTES = 4 << 20;

    private final Random random = new Random(20_261_129L);
    private final Map<TopicPartition, Topic> topics = Map.of(ZERO, new Topic(), ONE, new Topic());
    private boolean trouble;
    private long next;

    @Test
    void nothingIsHeldOnceTheTroubleIsOver() throws IOException {
        AtomicReference<OpenStreams> streams = new AtomicReference<>();
        try (CrashWorld world = new CrashWorld(Disk.LOCAL, topics, 20)) {
            MiniWorker worker = world.worker(store -> {
                streams.set(new OpenStreams(TroubledFileStore.during(store, 7, 0.1, () -> trouble)));
                return streams.get();
            });
            worker.assign(world.partitions());
            long warmBytes = 0;
            long faults = 0;
            for (int round = 0; round < ROUNDS; round++) {
                produce();
                troubled(world, worker);
                faults += worker.metric("file-system-errors-total");
                settle(world, worker);
                assertThat(streams.get().open())
                        .as("open after round %s", round)
                        .isEmpty();
                if (round == WARM) {
                    warmBytes = heapBytes();
                }
            }
            assertThat(faults).as("faults that were noticed").isGreaterThan(ROUNDS / 2);
            assertThat(heapBytes() - warmBytes)
                    .as("bytes more than after %s rounds", WARM)
                    .isLessThan(TOLERATED_BYTES);
            worker.stop();
            assertThat(streams.get().open()).isEmpty();
            assertThat(world.table().rows()).hasSize((int) next * topics.size());
        }
    }

    /** A topic is on a disk: only what comes next is in memory. */
    private void produce() {
        int records = 20 + random.nextInt(20);
        topics.forEach((partition, topic) -> {
            topic.records().clear();
            for (long offset = next; offset < next + records; offset++) {
                topic.add(EventRecords.record(partition, offset, 0, "b"));
            }
        });
        next += records;
    }

    private void troubled(CrashWorld world, MiniWorker worker) {
        trouble = true;
        for (int step = 0; step < 12; step++) {
            worker.poll(random.nextInt(12));
            world.advance(random.nextInt(200));
            if (random.nextInt(12) == 0) {
                worker.revoke(world.partitions());
                worker.assign(world.partitions());
            }
        }
        trouble = false;
    }

    /** Until all is in the table, and nothing of it is on the way. */
    private static void settle(CrashWorld world, MiniWorker worker) throws IOException {
        for (int round = 0; round < 100; round++) {
            worker.poll(100);
            world.advance(worker.caughtUp() ? 61_000 : 1_000);
            if (worker.caughtUp() && worker.metric("uncommitted-records") == 0 && world.nothingInWork()) {
                assertThat(worker.metric("staged-bytes")).isZero();
                return;
            }
        }
        throw new AssertionError("not all is in the table: " + worker.metric("uncommitted-records") + " records wait");
    }

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
