/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TroubledFileStore;
import io.sluice.table.testing.CrashingFileStore;
import io.sluice.table.testing.CrashingFileStore.Moment;
import io.sluice.table.testing.SimulatedCrash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Processes that crash, share the partitions, and oversleep rebalances. */
final class CrashSchedule {

    private static final int STEPS = 30;

    private final CrashWorld world;
    private final Random random;
    private final Trouble trouble;
    private final List<MiniWorker> alive = new ArrayList<>();
    private final List<MiniWorker> asleep = new ArrayList<>();

    CrashSchedule(CrashWorld world, Random random, Trouble trouble) {
        this.world = world;
        this.random = random;
        this.trouble = trouble;
    }

    /** What else may happen. */
    @FunctionalInterface
    interface Trouble {
        void beforeStep() throws IOException;

        /** No step comes any more. */
        default void end() {}
    }

    void run() throws IOException {
        for (int step = 0; step < STEPS; step++) {
            trouble.beforeStep();
            if (alive.isEmpty()) {
                take(join(), world.partitions());
            }
            step();
            world.advance(random.nextInt(8) == 0 ? 61_000 : random.nextInt(120));
        }
        trouble.end();
        // Those that oversleep wake up once more, when everything may have been committed without them.
        asleep.addAll(alive);
        alive.clear();
        if (random.nextBoolean()) {
            world.finish();
        }
        wake();
    }

    private void step() throws IOException {
        MiniWorker worker = alive.get(random.nextInt(alive.size()));
        switch (random.nextInt(16)) {
            case 0 -> rebalance();
            case 1 -> oversleep(worker);
            case 2 -> wake();
            case 3, 4 -> orDie(worker, worker::commit);
            default -> orDie(worker, () -> worker.poll(random.nextInt(12)));
        }
    }

    private MiniWorker join() throws IOException {
        long crashAt = random.nextInt(4) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(150);
        Moment moment = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
        double trouble = random.nextInt(3) == 0 ? 0.02 : 0;
        long seed = random.nextLong();
        MiniWorker worker = world.worker(
                client -> new TroubledFileStore(CrashingFileStore.crashingAt(crashAt, moment, client), seed, trouble));
        alive.add(worker);
        return worker;
    }

    private void take(MiniWorker worker, Collection<TopicPartition> partitions) {
        orDie(worker, () -> worker.assign(partitions));
    }

    /** All partitions are revoked, then given out anew, to those who are there and perhaps one more. */
    private void rebalance() throws IOException {
        for (MiniWorker worker : List.copyOf(alive)) {
            orDie(worker, () -> worker.revoke(worker.assignment()));
        }
        if (alive.isEmpty() || random.nextBoolean()) {
            join();
        }
        spread();
    }

    private void spread() {
        List<TopicPartition> partitions = new ArrayList<>(world.partitions());
        Collections.shuffle(partitions, random);
        for (TopicPartition partition : partitions) {
            if (!alive.isEmpty()) {
                take(alive.get(random.nextInt(alive.size())), List.of(partition));
            }
        }
        requireAllTaken();
    }

    /** A process stops for longer than its session; the others get its partitions. */
    private void oversleep(MiniWorker worker) throws IOException {
        alive.remove(worker);
        asleep.add(worker);
        if (alive.isEmpty()) {
            join();
        }
        take(alive.get(random.nextInt(alive.size())), worker.assignment());
    }

    /** They go on where they stopped, until they hear that they are out. */
    private void wake() {
        for (MiniWorker zombie : asleep) {
            try {
                for (int round = random.nextInt(6); round > 0; round--) {
                    zombie.poll(random.nextInt(12));
                    world.advance(random.nextInt(200));
                }
                zombie.lose(zombie.assignment());
            } catch (SimulatedCrash e) {
                assertThat(e).as("dead for good now").hasMessageStartingWith("crashed");
            }
        }
        asleep.clear();
    }

    private void orDie(MiniWorker worker, Runnable action) {
        try {
            action.run();
        } catch (SimulatedCrash e) {
            alive.remove(worker);
            Set<TopicPartition> orphans = worker.assignment();
            if (!alive.isEmpty() && !orphans.isEmpty()) {
                take(alive.get(random.nextInt(alive.size())), orphans);
            }
        }
    }

    private void requireAllTaken() {
        if (!alive.isEmpty()) {
            List<TopicPartition> left = new ArrayList<>(world.partitions());
            alive.forEach(worker -> left.removeAll(worker.assignment()));
            if (!left.isEmpty()) {
                take(alive.get(0), left);
            }
        }
    }
}
