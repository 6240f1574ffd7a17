/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import io.sluice.connector.decode.DecodedRecord;
import io.sluice.connector.roll.RollPolicy;
import io.sluice.connector.sink.State.Active;
import io.sluice.connector.sink.State.Closed;
import io.sluice.connector.sink.State.Cursor;
import io.sluice.connector.sink.State.Fenced;
import io.sluice.connector.sink.State.Recovering;
import io.sluice.connector.sink.State.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The life of one topic-partition: claimed and recovered, then staging and committing, until it is closed. Whatever
 * fails leads back to recovery, so that a crash and an error take the same way and what is on disk is the only memory.
 *
 * <p>Pure and thread-safe: decides, does nothing. Invariants:
 *
 * <ul>
 *   <li>records are staged in offset order, each once per epoch, each naming the one before it;
 *   <li>a batch starts where the last one ended, and is committed only after it;
 *   <li>an offset is handed to Kafka Connect only behind a {@link Effect.Sync} that covers it.
 * </ul>
 */
public final class PartitionSink {

    /** Sealed batches that may wait before the consumer is held back. */
    static final int MAX_SEALED = 2;

    /** Staging files that a batch may have, for they are read side by side; with more it is committed at once. */
    static final int MAX_SEGMENTS = 16;

    /** A rebalance closes a fenced partition within seconds; if none does, it is claimed back. */
    static final long FENCED_GRACE_MS = 60_000;

    private final RollPolicy policy;
    private final long syncIntervalMs;
    private final Backoff backoff;

    public PartitionSink(RollPolicy policy, long syncIntervalMs, Backoff backoff) {
        this.policy = policy;
        this.syncIntervalMs = syncIntervalMs;
        this.backoff = backoff;
    }

    public Step step(State state, Event event, long nowMs) {
        if (event instanceof Event.Closing) {
            return state instanceof Active ? Step.to(new Closed(), new Effect.CloseStaging()) : Step.to(new Closed());
        }
        if (state instanceof Active active) {
            return active(active, event, nowMs);
        }
        if (state instanceof Recovering recovering) {
            return recovering(recovering, event, nowMs);
        }
        if (event instanceof Event.Opened) {
            return Step.to(new Recovering(0), new Effect.Pause(), new Effect.Recover(OptionalLong.empty()));
        }
        if (event instanceof Event.Ticked) {
            if (state instanceof Waiting waiting && nowMs >= waiting.untilMs()) {
                return Step.to(new Recovering(waiting.failures()), new Effect.Recover(waiting.heldEpoch()));
            }
            if (state instanceof Fenced fenced && nowMs >= fenced.sinceMs() + FENCED_GRACE_MS) {
                return Step.to(new Recovering(0), new Effect.Recover(OptionalLong.empty()));
            }
        }
        return Step.to(state);
    }

    /** When {@link Event.Ticked} will next make a difference, however few records come; {@link RollPolicy#NEVER} if it won't. */
    public long wakeAtMs(State state) {
        if (state instanceof Waiting waiting) {
            return waiting.untilMs();
        }
        if (state instanceof Fenced fenced) {
            return fenced.sinceMs() + FENCED_GRACE_MS;
        }
        if (state instanceof Active active) {
            long sync = active.unsyncedSinceMs() == Active.ALL_SYNCED
                    ? RollPolicy.NEVER
                    : active.unsyncedSinceMs() + syncIntervalMs;
            Batch open = active.open();
            return open == null ? sync : Math.min(sync, policy.deadlineMs(open.openedAtMs()));
        }
        return RollPolicy.NEVER;
    }

    private Step recovering(Recovering state, Event event, long nowMs) {
        if (event instanceof Event.Recovered recovered) {
            return recovered(recovered, state.failures(), nowMs);
        }
        if (event instanceof Event.RecoveryFailed failed) {
            return failed.fenced()
                    ? Step.to(new Fenced(nowMs))
                    : Step.to(backOff(failed.claimedEpoch(), state.failures() + 1, nowMs));
        }
        return Step.to(state);
    }

    private Step recovered(Event.Recovered recovered, int failures, long nowMs) {
        Cursor cursor = Cursor.behind(recovered.previous());
        Active active =
                new Active(recovered.epoch(), cursor, recovered.adopted(), List.of(), Active.ALL_SYNCED, failures);
        List<Effect> effects = new ArrayList<>();
        if (cursor.next() != OffsetChain.NONE) {
            effects.add(new Effect.Seek(cursor.next()));
        } else if (recovered.firstArrived().isPresent()) {
            effects.add(new Effect.Seek(recovered.firstArrived().getAsLong()));
        }
        effects.add(new Effect.Resume());
        boolean crowded = recovered.segments() > MAX_SEGMENTS;
        Batch adopted = recovered.adopted();
        if (adopted != null && (crowded || policy.full(adopted.rows()) || policy.due(0, adopted.openedAtMs(), nowMs))) {
            active = seal(active, adopted, effects);
        }
        return new Step(active, effects);
    }

    private Step active(Active state, Event event, long nowMs) {
        if (event instanceof Event.Delivered delivered) {
            return delivered(state, delivered.deliveries(), nowMs);
        }
        if (event instanceof Event.Ticked ticked) {
            return ticked(state, ticked, nowMs);
        }
        if (event instanceof Event.OffsetsWanted) {
            return state.unsyncedSinceMs() == Active.ALL_SYNCED
                    ? Step.to(state)
                    : Step.to(synced(state), new Effect.Sync());
        }
        if (event instanceof Event.Committed committed && committed.epoch() == state.epoch()) {
            return committed(state, committed.batch());
        }
        if (event instanceof Event.Failed failed && failed.epoch() == state.epoch()) {
            State next = failed.fenced()
                    ? new Fenced(nowMs)
                    : backOff(OptionalLong.of(state.epoch()), state.failures() + 1, nowMs);
            return Step.to(next, new Effect.Pause(), new Effect.Abandon());
        }
        return Step.to(state);
    }

    /** A record is added to plain numbers: a cursor and a batch of its own for each would be most of the work. */
    private Step delivered(Active state, List<Delivery> deliveries, long nowMs) {
        Active now = state;
        Batch open = state.open();
        long rows = open == null ? 0 : open.rows();
        long next = state.cursor().next();
        long previous = state.cursor().previous();
        long skipped = state.cursor().skipped();
        List<StagedRecord> run = new ArrayList<>(deliveries.size());
        List<Effect> effects = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            long offset = delivery.offset();
            if (offset < next) {
                continue;
            }
            next = offset + 1;
            DecodedRecord record = delivery.record();
            if (record == null) {
                skipped++;
                continue;
            }
            run.add(new StagedRecord(
                    offset, previous, skipped, record.timestampMs(), record.outputPartition(), record.value()));
            previous = offset;
            skipped = 0;
            rows++;
            if (policy.full(rows)) {
                Batch full = append(run, open, nowMs, effects);
                now = seal(with(now, new Cursor(next, previous, skipped), full), full, effects);
                run.clear();
                open = null;
                rows = 0;
            }
        }
        if (!run.isEmpty()) {
            open = append(run, open, nowMs, effects);
            now = unsyncedSince(now, Math.min(now.unsyncedSinceMs(), nowMs));
        }
        return new Step(with(now, new Cursor(next, previous, skipped), open), effects);
    }

    /** The batch that the records are in. */
    private static Batch append(List<StagedRecord> run, @Nullable Batch open, long nowMs, List<Effect> effects) {
        effects.add(new Effect.Append(List.copyOf(run)));
        return Batch.of(open, run, nowMs);
    }

    private Step ticked(Active state, Event.Ticked ticked, long nowMs) {
        List<Effect> effects = new ArrayList<>();
        Active now = state;
        Batch open = state.open();
        boolean crowded = ticked.segments() > MAX_SEGMENTS;
        if (open != null && (crowded || policy.due(ticked.stagedBytes(), open.openedAtMs(), nowMs))) {
            now = seal(state, open, effects);
        } else if (state.unsyncedSinceMs() != Active.ALL_SYNCED && nowMs >= state.unsyncedSinceMs() + syncIntervalMs) {
            effects.add(new Effect.Sync());
            now = synced(state);
        }
        return new Step(now, effects);
    }

    /** Sealing closes the files, so all that was staged is durable then. */
    private static Active seal(Active state, Batch batch, List<Effect> effects) {
        List<Batch> sealed = new ArrayList<>(state.sealed());
        sealed.add(batch);
        effects.add(new Effect.Seal(batch));
        if (sealed.size() == 1) {
            effects.add(new Effect.Commit(batch));
        }
        if (sealed.size() == MAX_SEALED) {
            effects.add(new Effect.Pause());
        }
        return new Active(state.epoch(), state.cursor(), null, sealed, Active.ALL_SYNCED, state.failures());
    }

    private static Step committed(Active state, Batch batch) {
        List<Batch> left = state.sealed().subList(1, state.sealed().size());
        if (!state.sealed().get(0).equals(batch)) {
            throw new IllegalStateException("committed " + batch + " while " + state.sealed() + " were in line");
        }
        List<Effect> effects = new ArrayList<>();
        if (!left.isEmpty()) {
            effects.add(new Effect.Commit(left.get(0)));
        }
        if (state.sealed().size() >= MAX_SEALED && left.size() < MAX_SEALED) {
            effects.add(new Effect.Resume());
        }
        return new Step(
                new Active(state.epoch(), state.cursor(), state.open(), left, state.unsyncedSinceMs(), 0), effects);
    }

    private Waiting backOff(OptionalLong epoch, int failures, long nowMs) {
        return new Waiting(nowMs + backoff.waitMs(failures), epoch, failures);
    }

    private static Active with(Active state, Cursor cursor, @Nullable Batch open) {
        return new Active(state.epoch(), cursor, open, state.sealed(), state.unsyncedSinceMs(), state.failures());
    }

    private static Active unsyncedSince(Active state, long ms) {
        return new Active(state.epoch(), state.cursor(), state.open(), state.sealed(), ms, state.failures());
    }

    private static Active synced(Active state) {
        return unsyncedSince(state, Active.ALL_SYNCED);
    }
}
