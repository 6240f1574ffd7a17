/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.schema.CompatibilityLevel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of several registries on a log, step by step: it decides on what it has read so far, which may be long out of date,
 * and reads on whenever it is told to. Does what {@code RegistryStore} does, without its threads.
 */
final class SimulatedRegistry {

    private record Written(long offset) {}

    private final SharedLog log;
    private RegistryState state = fresh();
    private long position;
    private final Deque<StoreRecord> todo = new ArrayDeque<>();
    private long base;
    private @Nullable Written written;
    private @Nullable Runnable answer;

    SimulatedRegistry(SharedLog log) {
        this.log = log;
    }

    static RegistryState fresh() {
        return new RegistryState(CompatibilityLevel.NONE);
    }

    /** Takes a command if it has none in work; the answer is given once its records count. */
    <T> void take(Command<T> command, Consumer<T> answered) {
        if (written != null || !todo.isEmpty()) {
            return;
        }
        base = state.lastOffset();
        if (!state.spoiled().isEmpty()) {
            state.spoiled().forEach(key -> todo.add(state.current(key)));
            answer = () -> {};
            return;
        }
        try {
            Decision<T> decision = command.decide(state);
            todo.addAll(decision.records());
            answer = () -> answered.accept(decision.answer());
            finishIfDone();
        } catch (RegistryException e) {
            answer = null;
        }
    }

    /** Appends its next record, if it has one and the one before came back. */
    void write() {
        if (written == null && !todo.isEmpty()) {
            written = new Written(log.append(todo.remove(), base));
            base = written.offset();
        }
    }

    /** Reads one record. */
    void read() {
        Optional<SharedLog.Entry> next = log.next(position);
        if (next.isEmpty()) {
            position = log.end();
            state.reached(position);
        } else {
            SharedLog.Entry entry = next.get();
            boolean counts = state.apply(entry.offset(), entry.record(), Optional.of(entry.base()));
            position = entry.offset() + 1;
            if (written != null && entry.offset() == written.offset()) {
                cameBack(counts);
            }
        }
    }

    private void cameBack(boolean counts) {
        written = null;
        if (!counts) {
            todo.clear();
            answer = null;
        }
        finishIfDone();
    }

    private void finishIfDone() {
        if (todo.isEmpty() && written == null && answer != null) {
            Runnable give = answer;
            answer = null;
            give.run();
        }
    }

    /** Dies and starts anew, when it reads the log to its end; what it was about to answer is not answered. */
    void crash() {
        state = fresh();
        position = 0;
        todo.clear();
        written = null;
        answer = null;
        readAll();
    }

    void readAll() {
        while (position < log.end()) {
            read();
        }
    }

    /** Does what it has begun, and puts right what others left. */
    void finish() {
        readAll();
        for (int i = 0; i < 100 && (!todo.isEmpty() || !state.spoiled().isEmpty()); i++) {
            take(now -> Decision.nothingToDo(true), done -> {});
            write();
            readAll();
        }
    }

    RegistryState state() {
        return state;
    }
}
