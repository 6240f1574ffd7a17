/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.connector.FaultyHdfs.Fault;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tasks that crash, are moved and oversleep, on an HDFS whose own parts fail meanwhile, while somebody puts the consumer
 * group back or loses its offsets: each record is in the table exactly once. Takes minutes: {@code
 * -Dsluice.test.faults.schedules=N} runs each fault by itself, then N schedules of all; {@code
 * -Dsluice.test.faults.seed=N} replays one.
 */
@EnabledIfSystemProperty(named = "sluice.test.faults.schedules", matches = "\\d+", disabledReason = "takes minutes")
class HdfsFaultsIT {

    private static final TopicPartition EVENTS_0 = new TopicPartition(CrashWorld.TOPIC, 0);
    private static final TopicPartition EVENTS_1 = new TopicPartition(CrashWorld.TOPIC, 1);
    private static final int SCHEDULES = Integer.getInteger("sluice.test.faults.schedules", 3);
    private static final long FIRST_SEED = Long.getLong("sluice.test.faults.seed", 20_261_129L);

    @TempDir
    private static Path temp;

    private static @Nullable FaultyHdfs hdfs;

    @BeforeAll
    static void start() throws Exception {
        hdfs = FaultyHdfs.start(temp.resolve("hdfs"));
    }

    @AfterAll
    static void stop() throws Exception {
        hdfs().close();
    }

    private static FaultyHdfs hdfs() {
        if (hdfs == null) {
            throw new IllegalStateException("not started");
        }
        return hdfs;
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void eachRecordIsThereOnceWhatever(Fault fault) throws Exception {
        run(FIRST_SEED, EnumSet.of(fault));
    }

    @Test
    void anyScheduleOfFaults() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            long replayed = seed;
            assertThatCode(() -> run(replayed, EnumSet.allOf(Fault.class)))
                    .as("-Dsluice.test.faults.schedules=1 -Dsluice.test.faults.seed=%d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private static void run(long seed, Set<Fault> faults) throws Exception {
        Random random = new Random(seed);
        Map<TopicPartition, Topic> topics = Map.of(
                EVENTS_0, EventRecords.random(EVENTS_0, 20 + random.nextInt(40), random),
                EVENTS_1, EventRecords.random(EVENTS_1, 20 + random.nextInt(40), random));
        try (CrashWorld world = new CrashWorld(hdfs(), topics, 5 + random.nextInt(20))) {
            Troubles troubles = new Troubles(world, random, List.copyOf(faults));
            try {
                new CrashSchedule(world, random, troubles).run();
            } finally {
                hdfs().repair();
            }
            world.finish();
            world.verify();
        }
    }

    /** Faults that come, stay for some steps, and go. */
    private record Troubles(CrashWorld world, Random random, List<Fault> faults) implements CrashSchedule.Trouble {

        @Override
        public void beforeStep() throws IOException {
            if (!hdfs().healthy()) {
                if (random.nextInt(3) == 0) {
                    hdfs().repair();
                }
            } else if (random.nextInt(4) == 0) {
                hdfs().breakDown(faults.get(random.nextInt(faults.size())), random.nextInt(3), world.directory());
            }
            switch (random.nextInt(20)) {
                case 0 -> world.forgetGroup();
                case 1 -> world.rewindGroup(random);
                default -> {}
            }
        }

        @Override
        public void end() {
            hdfs().repair();
        }
    }
}
