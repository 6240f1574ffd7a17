/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import io.sluice.table.testing.CrashingFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.MiniHdfs;
import io.sluice.table.testing.SimulatedCrash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tasks die at any step of staging, rolling, committing and publishing, are fenced, wake up again: each record is in the
 * table exactly once. Scenarios run side by side on one HDFS, for they mostly wait for leases.
 */
class ExactlyOnceCrashIT {

    private static final TopicPartition EVENTS_0 = new TopicPartition(CrashWorld.TOPIC, 0);
    private static final TopicPartition EVENTS_1 = new TopicPartition(CrashWorld.TOPIC, 1);
    private static final int SCHEDULES = Integer.getInteger("sluice.test.crash.schedules", 60);
    private static final long FIRST_SEED = Long.getLong("sluice.test.crash.seed", 20_261_122L);

    private static final ExecutorService SCENARIOS = Executors.newFixedThreadPool(8);
    private static final ScheduledExecutorService HEARTBEATS = Executors.newSingleThreadScheduledExecutor();

    private static @Nullable ScheduledFuture<?> heartbeats;

    /** A lease is recovered by a command that a datanode gets with its next heartbeat: let that be soon. */
    @BeforeAll
    static void hurry() {
        heartbeats = HEARTBEATS.scheduleWithFixedDelay(
                () -> {
                    try {
                        MiniHdfs.shared().cluster().triggerHeartbeats();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
    }

    @AfterAll
    static void stop() {
        if (heartbeats != null) {
            heartbeats.cancel(true);
        }
        HEARTBEATS.shutdownNow();
        SCENARIOS.shutdownNow();
    }

    @FunctionalInterface
    private interface Scenario {
        void run() throws Exception;
    }

    private static void runAll(Map<String, Scenario> scenarios) throws Exception {
        Map<String, Future<?>> running = new LinkedHashMap<>();
        scenarios.forEach((name, scenario) -> running.put(name, SCENARIOS.submit(() -> {
            scenario.run();
            return null;
        })));
        List<Throwable> failures = new ArrayList<>();
        for (Map.Entry<String, Future<?>> each : running.entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                failures.add(new AssertionError(each.getKey(), e.getCause()));
            }
        }
        if (!failures.isEmpty()) {
            AssertionError first = new AssertionError(
                    failures.size() + " of " + scenarios.size() + " failed, the first one: "
                            + failures.get(0).getMessage(),
                    failures.get(0));
            failures.subList(1, Math.min(5, failures.size())).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Two versions of a schema that take turns, two output partitions, two batches and a part of a third. */
    private static Map<TopicPartition, Topic> fewRecords() {
        Topic topic = new Topic();
        LongStream.range(0, 10)
                .forEach(offset -> topic.add(
                        offset == 5
                                ? EventRecords.tombstone(EVENTS_0, offset)
                                : EventRecords.record(EVENTS_0, offset, (int) (offset % 2), "b" + offset / 3 % 2)));
        return Map.of(EVENTS_0, topic);
    }

    /** Always the same operations. */
    private static void script(CrashWorld world, CrashingFileStore[] store, long crashAt, Moment moment)
            throws IOException {
        MiniWorker worker = world.worker(client -> store[0] = CrashingFileStore.crashingAt(crashAt, moment, client));
        try {
            worker.assign(world.partitions());
            for (int round = 0; round < 4; round++) {
                worker.poll(3);
                world.advance(100);
            }
            worker.commit();
            worker.stop();
        } catch (SimulatedCrash e) {
            assertThat(store[0].crashed()).isTrue();
        }
    }

    @Test
    @Tag("check-38")
    void aCrashAtAnyStepOnHdfsLosesNothingAndDoublesNothing() throws Exception {
        crashAtAnyStep(Disk.HDFS);
    }

    @Test
    @Tag("check-38")
    void aCrashAtAnyStepOnALocalDiskLosesNothingAndDoublesNothing() throws Exception {
        crashAtAnyStep(Disk.LOCAL);
    }

    /** Of small writes in a row (Parquet writes its footer byte by byte) none has left the buffers of the dead process. */
    private static boolean differsFromTheOneBefore(List<String> history, int n) {
        return n == 0
                || !history.get(n).startsWith("write ")
                || !history.get(n - 1).startsWith("write ");
    }

    private static void crashAtAnyStep(Disk disk) throws Exception {
        CrashingFileStore[] counting = new CrashingFileStore[1];
        try (CrashWorld world = new CrashWorld(disk, fewRecords(), 4)) {
            script(world, counting, Long.MAX_VALUE, Moment.BEFORE);
            assertThat(counting[0].crashed()).isFalse();
            world.finish();
            world.verify();
        }
        List<String> history = counting[0].history();
        assertThat(history).anyMatch(operation -> operation.contains("commits/0/0000000000000000000.json"));
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (int n = 0; n < history.size(); n++) {
            if (differsFromTheOneBefore(history, n)) {
                for (Moment moment : Moment.values()) {
                    long crashAt = n + 1L;
                    scenarios.put(
                            "crash " + moment + " operation " + crashAt + ": " + history.get(n),
                            () -> crashOnce(disk, crashAt, moment));
                }
            }
        }
        runAll(scenarios);
    }

    private static void crashOnce(Disk disk, long crashAt, Moment moment) throws IOException {
        CrashingFileStore[] store = new CrashingFileStore[1];
        try (CrashWorld world = new CrashWorld(disk, fewRecords(), 4)) {
            script(world, store, crashAt, moment);
            assertThat(store[0].crashed()).isTrue();
            world.finish();
            world.verify();
        }
    }

    @Test
    @Tag("check-39")
    void anyScheduleOfCrashesRebalancesAndZombies() throws Exception {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (int i = 0; i < SCHEDULES; i++) {
            long seed = FIRST_SEED + i;
            scenarios.put("-Dsluice.test.crash.schedules=1 -Dsluice.test.crash.seed=" + seed, () -> runSchedule(seed));
        }
        runAll(scenarios);
    }

    private static void runSchedule(long seed) throws Exception {
        Random random = new Random(seed);
        Map<TopicPartition, Topic> topics = Map.of(
                EVENTS_0, EventRecords.random(EVENTS_0, 20 + random.nextInt(40), random),
                EVENTS_1, EventRecords.random(EVENTS_1, 20 + random.nextInt(40), random));
        try (CrashWorld world = new CrashWorld(Disk.HDFS, topics, 5 + random.nextInt(20))) {
            new CrashSchedule(world, random, () -> {}).run();
            world.finish();
            world.verify();
        }
    }
}
