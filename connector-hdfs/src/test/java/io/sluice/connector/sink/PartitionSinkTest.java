/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.sink.State.Active;
import io.sluice.connector.sink.State.Closed;
import io.sluice.connector.sink.State.Cursor;
import io.sluice.connector.sink.State.Fenced;
import io.sluice.connector.sink.State.Recovering;
import io.sluice.connector.sink.State.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartitionSinkTest {

    private static final long SYNC_MS = 100;
    private static final long BACKOFF_MS = 1_000;

    private final Backoff backoff = new Backoff(BACKOFF_MS, 7);
    private final PartitionSink sink = new PartitionSink(Records.rollAfter(3, 10_000), SYNC_MS, backoff);
    private State state = new Closed();

    private List<Effect> on(Event event, long nowMs) {
        Step step = sink.step(state, event, nowMs);
        state = step.state();
        return step.effects();
    }

    private List<Effect> deliver(long nowMs, long... offsets) {
        return on(new Event.Delivered(Records.deliveries(offsets)), nowMs);
    }

    private void activate(long previous) {
        on(new Event.Opened(), 0);
        on(new Event.Recovered(7, previous, null, 0, OptionalLong.empty()), 0);
    }

    @Test
    void anOpenedPartitionIsPausedAndRecovered() {
        assertThat(on(new Event.Opened(), 0))
                .containsExactly(new Effect.Pause(), new Effect.Recover(OptionalLong.empty()));
        assertThat(deliver(0, 41, 42)).as("not asked for").isEmpty();
        assertThat(on(new Event.Recovered(7, 41, null, 0, OptionalLong.empty()), 0))
                .containsExactly(new Effect.Seek(42), new Effect.Resume());
        assertThat(state).isEqualTo(new Active(7, new Cursor(42, 41, 0), null, List.of(), Active.ALL_SYNCED, 0));
    }

    @Test
    void aNewTableStartsWhereKafkaConnectDoes() {
        on(new Event.Opened(), 0);
        assertThat(on(new Event.Recovered(1, OffsetChain.NONE, null, 0, OptionalLong.empty()), 0))
                .containsExactly(new Effect.Resume());
        deliver(5, 500, 503);
        assertThat(((Active) state).open()).isEqualTo(new Batch(500, OffsetChain.NONE, 504, 2, 0, 5));
    }

    @Test
    void aNewTableThatFailsBeforeItsFirstRecordBeginsAgainWithThat() {
        activate(OffsetChain.NONE);
        on(new Event.Failed(7, false), 0);
        on(new Event.Ticked(0, 1), backoff.waitMs(1));
        assertThat(on(new Event.Recovered(8, OffsetChain.NONE, null, 0, OptionalLong.of(500)), backoff.waitMs(1)))
                .containsExactly(new Effect.Seek(500), new Effect.Resume());
    }

    @Test
    @Tag("check-46")
    void aRecordNamesTheOneBeforeItAndWhatWasSkippedBetween() {
        activate(41);
        List<Effect> effects = on(
                new Event.Delivered(List.of(
                        Records.delivery(40), Records.delivery(42), new Delivery(43, null), Records.delivery(50))),
                5);
        assertThat(effects).hasSize(1);
        assertThat(((Effect.Append) effects.get(0)).records())
                .extracting(StagedRecord::offset, StagedRecord::previous, StagedRecord::skipped)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(42L, 41L, 0L),
                        org.assertj.core.groups.Tuple.tuple(50L, 42L, 1L));
        assertThat(((Active) state).open()).isEqualTo(new Batch(42, 41, 51, 2, 1, 5));
    }

    @Test
    void aFullBatchIsSealedWithinADelivery() {
        activate(-1);
        List<Effect> effects = deliver(5, 0, 1, 2, 3);
        Batch first = new Batch(0, -1, 3, 3, 0, 5);
        assertThat(effects.subList(1, 3)).containsExactly(new Effect.Seal(first), new Effect.Commit(first));
        assertThat(((Effect.Append) effects.get(0)).records()).hasSize(3);
        assertThat(((Effect.Append) effects.get(3)).records()).hasSize(1);
        assertThat(((Active) state).open()).isEqualTo(new Batch(3, 2, 4, 1, 0, 5));
    }

    @Test
    @Tag("check-29")
    void batchesAreCommittedOneAfterTheOtherAndTheConsumerIsHeldBackMeanwhile() {
        activate(-1);
        deliver(5, 0, 1, 2);
        Batch first = ((Active) state).sealed().get(0);
        List<Effect> second = deliver(6, 3, 4, 5);
        Batch next = ((Active) state).sealed().get(1);
        assertThat(second.subList(1, 3)).containsExactly(new Effect.Seal(next), new Effect.Pause());
        assertThat(on(new Event.Committed(7, first), 7)).containsExactly(new Effect.Commit(next), new Effect.Resume());
        assertThat(on(new Event.Committed(7, next), 8)).isEmpty();
        assertThat(((Active) state).sealed()).isEmpty();
    }

    @Test
    @Tag("check-29")
    void offsetsAreHandedOutBehindASync() {
        activate(-1);
        deliver(5, 0, 1);
        assertThat(on(new Event.OffsetsWanted(), 6)).containsExactly(new Effect.Sync());
        assertThat(on(new Event.OffsetsWanted(), 7)).as("nothing new").isEmpty();
        deliver(8, 2);
        assertThat(((Active) state).unsyncedSinceMs()).as("sealing syncs").isEqualTo(Active.ALL_SYNCED);
        deliver(9, 3);
        assertThat(sink.wakeAtMs(state)).isEqualTo(9 + SYNC_MS);
        assertThat(on(new Event.Ticked(0, 1), 9 + SYNC_MS - 1)).isEmpty();
        assertThat(on(new Event.Ticked(0, 1), 9 + SYNC_MS)).containsExactly(new Effect.Sync());
        assertThat(sink.wakeAtMs(state)).isEqualTo(9 + 10_000);
    }

    @Test
    void anIdleBatchIsSealedByItsAge() {
        activate(-1);
        deliver(5, 0);
        on(new Event.Ticked(10, 1), 5 + SYNC_MS);
        Batch batch = new Batch(0, -1, 1, 1, 0, 5);
        assertThat(on(new Event.Ticked(10, 1), 10_005))
                .containsExactly(new Effect.Seal(batch), new Effect.Commit(batch));
    }

    @Test
    void aFailureLeadsToRecoveryWithTheEpochThatWasHeld() {
        activate(-1);
        deliver(5, 0);
        assertThat(on(new Event.Failed(7, false), 10)).containsExactly(new Effect.Pause(), new Effect.Abandon());
        assertThat(on(new Event.Failed(7, false), 10)).as("told twice").isEmpty();
        assertThat(on(new Event.Ticked(0, 1), 10 + backoff.waitMs(1) - 1)).isEmpty();
        assertThat(on(new Event.Ticked(0, 1), 10 + backoff.waitMs(1)))
                .containsExactly(new Effect.Recover(OptionalLong.of(7)));
        on(new Event.RecoveryFailed(OptionalLong.of(8), false), 2_000);
        assertThat(state).isEqualTo(new Waiting(2_000 + backoff.waitMs(2), OptionalLong.of(8), 2));
        assertThat(sink.wakeAtMs(state)).isEqualTo(2_000 + backoff.waitMs(2));
    }

    @Test
    @Tag("check-29")
    void theWaitGrowsUntilACommitAndNotForEver() {
        activate(-1);
        for (int failures = 1; failures < 100; failures++) {
            on(new Event.Failed(7, false), 0);
            long waits = ((Waiting) state).untilMs();
            assertThat(waits).isBetween(BACKOFF_MS, 48 * BACKOFF_MS);
            on(new Event.Ticked(0, 1), waits);
            on(new Event.Recovered(7, -1, null, 0, OptionalLong.empty()), waits);
        }
        deliver(5, 0, 1, 2);
        on(new Event.Committed(7, ((Active) state).sealed().get(0)), 6);
        on(new Event.Failed(7, false), 0);
        assertThat(((Waiting) state).untilMs()).isEqualTo(backoff.waitMs(1));
    }

    @Test
    void thoseThatFailedTogetherDoNotComeBackTogether() {
        assertThat(LongStream.range(0, 100)
                        .map(seed -> new Backoff(1_000, seed).waitMs(3))
                        .distinct())
                .hasSizeGreaterThan(90)
                .allSatisfy(wait -> assertThat(wait).isBetween(4_000L, 6_000L));
    }

    @Test
    void aFencedOwnerWaitsForTheRebalanceAndClaimsBackIfThereIsNone() {
        activate(-1);
        on(new Event.Failed(7, true), 10);
        assertThat(state).isEqualTo(new Fenced(10));
        assertThat(on(new Event.Ticked(0, 1), 20)).isEmpty();
        assertThat(on(new Event.Ticked(0, 1), 10 + PartitionSink.FENCED_GRACE_MS))
                .containsExactly(new Effect.Recover(OptionalLong.empty()));
        on(new Event.RecoveryFailed(OptionalLong.empty(), true), 30);
        assertThat(state).isEqualTo(new Fenced(30));
        assertThat(on(new Event.Closing(), 31)).isEmpty();
        assertThat(state).isEqualTo(new Closed());
    }

    @Test
    void whatAnEarlierEpochStagedIsCarriedOn() {
        on(new Event.Opened(), 0);
        on(new Event.Recovered(8, 41, new Batch(40, 39, 42, 2, 0, 1), 1, OptionalLong.empty()), 5);
        Batch carried = new Batch(40, 39, 43, 3, 0, 1);
        assertThat(deliver(6, 42)).contains(new Effect.Seal(carried), new Effect.Commit(carried));
    }

    @Test
    void anAdoptedBatchThatIsDueIsSealedAtOnce() {
        Batch full = new Batch(40, 39, 43, 3, 0, 1);
        on(new Event.Opened(), 0);
        assertThat(on(new Event.Recovered(8, 42, full, 1, OptionalLong.empty()), 5))
                .containsExactly(
                        new Effect.Seek(43), new Effect.Resume(), new Effect.Seal(full), new Effect.Commit(full));
        state = new Recovering(0);
        Batch crowded = new Batch(40, 39, 41, 1, 0, 1);
        assertThat(on(new Event.Recovered(9, 40, crowded, PartitionSink.MAX_SEGMENTS + 1, OptionalLong.empty()), 5))
                .contains(new Effect.Seal(crowded));
    }

    @Test
    void aBatchOfTooManyFilesIsSealedBeforeItIsFull() {
        activate(-1);
        deliver(5, 0);
        assertThat(on(new Event.Ticked(0, PartitionSink.MAX_SEGMENTS), 6)).isEmpty();
        Batch batch = new Batch(0, -1, 1, 1, 0, 5);
        assertThat(on(new Event.Ticked(0, PartitionSink.MAX_SEGMENTS + 1), 6))
                .containsExactly(new Effect.Seal(batch), new Effect.Commit(batch));
    }

    @Test
    @Tag("check-30")
    void eventsOfAnEarlierEpochAreStale() {
        activate(-1);
        State before = state;
        assertThat(on(new Event.Failed(6, true), 1)).isEmpty();
        assertThat(on(new Event.Committed(6, new Batch(0, -1, 1, 1, 0, 0)), 1)).isEmpty();
        assertThat(state).isEqualTo(before);
    }

    @Test
    void closingLeavesTheStagingWhereItIs() {
        activate(-1);
        deliver(5, 0);
        assertThat(on(new Event.Closing(), 6)).containsExactly(new Effect.CloseStaging());
        List<Effect> later = new ArrayList<>(deliver(7, 1));
        later.addAll(on(new Event.Ticked(0, 1), 99_999));
        assertThat(later).isEmpty();
    }
}
