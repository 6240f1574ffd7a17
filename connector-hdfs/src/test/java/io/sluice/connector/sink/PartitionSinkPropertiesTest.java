/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.sink.State.Active;
import io.sluice.connector.sink.State.Closed;
import io.sluice.connector.sink.State.Fenced;
import io.sluice.connector.sink.State.Recovering;
import io.sluice.connector.sink.State.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Any order of deliveries, ticks, commits, failures, crashes and rebalances puts each record into one commit, the
 * commits in a chain without a hole. Effects are carried out on lists: what is appended is lost at a failure unless it
 * was synced or was lucky, and a sealed or synced record is never lost.
 */
class PartitionSinkPropertiesTest {

    private static final int RECORDS = 60;

    @Property(tries = 2_000)
    void eachRecordIsCommittedOnce(@ForAll @Size(max = 120) List<@IntRange(max = 1_023) Integer> choices) {
        World world = new World();
        world.feed(new Event.Opened());
        for (int choice : choices) {
            world.happens(choice % 16, choice / 16);
        }
        world.finish();
        assertThat(world.committed).containsExactlyElementsOf(world.wanted());
    }

    private static final class World {

        private final PartitionSink sink = new PartitionSink(Records.rollAfter(7, 500), 50, new Backoff(10, 1));
        private State state = new Closed();
        private long nowMs;
        private long epoch;

        private long consumer;
        private long groupOffset;
        private OptionalLong firstArrived = OptionalLong.empty();
        private boolean paused;
        private final List<StagedRecord> staged = new ArrayList<>();
        private int durable;
        private final List<Long> committed = new ArrayList<>();
        private long chainEnd = OffsetChain.NONE;
        private @Nullable Batch committing;

        /** Every fifth offset is a gap, every seventh is skipped. */
        private static boolean exists(long offset) {
            return offset % 5 != 3;
        }

        private static boolean skipped(long offset) {
            return offset % 7 == 2;
        }

        List<Long> wanted() {
            List<Long> wanted = new ArrayList<>();
            for (long offset = 0; offset < RECORDS; offset++) {
                if (exists(offset) && !skipped(offset)) {
                    wanted.add(offset);
                }
            }
            return wanted;
        }

        void happens(int what, int detail) {
            nowMs += detail % 4;
            switch (what) {
                case 0, 1, 2, 3, 4, 5 -> deliver(1 + detail % 12);
                case 6, 7 -> tick(detail);
                case 8 -> wantOffsets();
                case 9, 10, 11 -> commitEnds();
                case 12 -> recoveryEnds(detail);
                case 13 -> fails(detail, false);
                case 14 -> fails(detail, true);
                default -> restart(detail);
            }
        }

        void finish() {
            for (int round = 0; round < 200; round++) {
                recoveryEnds(0);
                deliver(10);
                commitEnds();
                nowMs += 1 + PartitionSink.FENCED_GRACE_MS / 10;
                feed(new Event.Ticked(0, 1));
            }
        }

        private void deliver(int count) {
            if (paused || consumer >= RECORDS) {
                return;
            }
            List<Delivery> deliveries = new ArrayList<>();
            while (deliveries.size() < count && consumer < RECORDS) {
                if (exists(consumer)) {
                    deliveries.add(skipped(consumer) ? new Delivery(consumer, null) : Records.delivery(consumer));
                }
                consumer++;
            }
            if (firstArrived.isEmpty() && !deliveries.isEmpty()) {
                firstArrived = OptionalLong.of(deliveries.get(0).offset());
            }
            feed(new Event.Delivered(deliveries));
        }

        private void tick(int detail) {
            nowMs += detail * 10L;
            feed(new Event.Ticked(0, 1));
        }

        private void wantOffsets() {
            feed(new Event.OffsetsWanted());
            if (state instanceof Active active) {
                groupOffset = Math.max(groupOffset, active.cursor().next());
                assertThat(durable).as("an offset is handed out behind a sync").isEqualTo(staged.size());
            }
        }

        private void commitEnds() {
            if (committing != null) {
                Batch batch = commit();
                feed(new Event.Committed(epoch, batch));
            }
        }

        private Batch commit() {
            Batch batch = committing;
            committing = null;
            assertThat(batch).isNotNull();
            if (chainEnd != OffsetChain.NONE) {
                assertThat(batch.startOffset()).as("the chain has no hole").isEqualTo(chainEnd);
            }
            List<StagedRecord> records = staged.subList(0, (int) batch.rows());
            records.forEach(record -> committed.add(record.offset()));
            chainEnd = batch.nextOffset();
            assertThat(committed.get(committed.size() - 1)).isEqualTo(chainEnd - 1);
            records.clear();
            durable -= (int) batch.rows();
            return batch;
        }

        /** A commit in work may still have got through; unsynced records may or may not have reached the disk. */
        private void lose(int detail) {
            if (committing != null && detail % 2 == 0) {
                commit();
            }
            committing = null;
            int survive = Math.min(staged.size(), durable + detail % 5);
            staged.subList(survive, staged.size()).clear();
            durable = survive;
        }

        private void fails(int detail, boolean fenced) {
            if (state instanceof Active) {
                lose(detail);
                feed(new Event.Failed(epoch, fenced));
            }
        }

        private void restart(int detail) {
            feed(new Event.Closing());
            lose(detail);
            paused = false;
            consumer = groupOffset;
            firstArrived = OptionalLong.empty();
            feed(new Event.Opened());
        }

        private void recoveryEnds(int detail) {
            if (!(state instanceof Recovering)) {
                return;
            }
            if (detail % 4 == 3) {
                feed(new Event.RecoveryFailed(OptionalLong.of(++epoch), detail % 8 == 7));
                assertThat(state).isInstanceOfAny(Waiting.class, Fenced.class);
                return;
            }
            long previous = chainEnd == OffsetChain.NONE ? OffsetChain.NONE : chainEnd - 1;
            Batch adopted = null;
            for (StagedRecord record : staged) {
                adopted = Batch.of(adopted, List.of(record), nowMs);
                previous = record.offset();
            }
            feed(new Event.Recovered(++epoch, previous, adopted, 1, firstArrived));
        }

        void feed(Event event) {
            Step step = sink.step(state, event, nowMs);
            state = step.state();
            step.effects().forEach(this::run);
        }

        private void run(Effect effect) {
            if (effect instanceof Effect.Append append) {
                for (StagedRecord record : append.records()) {
                    long before = staged.isEmpty()
                            ? (chainEnd == OffsetChain.NONE ? OffsetChain.NONE : chainEnd - 1)
                            : staged.get(staged.size() - 1).offset();
                    assertThat(record.previous()).isEqualTo(before);
                    staged.add(record);
                }
            } else if (effect instanceof Effect.Sync
                    || effect instanceof Effect.Seal
                    || effect instanceof Effect.CloseStaging) {
                durable = staged.size();
            } else if (effect instanceof Effect.Commit commit) {
                assertThat(committing).as("one commit at a time").isNull();
                committing = commit.batch();
            } else if (effect instanceof Effect.Seek seek) {
                consumer = seek.offset();
            } else if (effect instanceof Effect.Pause) {
                paused = true;
            } else if (effect instanceof Effect.Resume) {
                paused = false;
            }
        }
    }
}
