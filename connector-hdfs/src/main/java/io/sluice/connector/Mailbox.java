/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Brings the outcome of background work back to the thread that asked for it. All methods are for that thread; what it
 * does there is only ever run by {@link #empty}.
 */
final class Mailbox {

    private final Queue<Runnable> outcomes = new ConcurrentLinkedQueue<>();
    private int awaited;

    /**
     * Has work done elsewhere.
     *
     * @param work returns what is to be done here when it has ended. What it throws is thrown here
     */
    void receive(Executor elsewhere, Supplier<Runnable> work) {
        awaited++;
        elsewhere.execute(() -> {
            Runnable outcome;
            try {
                outcome = work.get();
            } catch (RuntimeException | Error e) {
                outcome = () -> {
                    throw e;
                };
            }
            outcomes.add(outcome);
        });
    }

    /** Takes in what has ended so far. */
    void empty() {
        for (Runnable outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            awaited--;
            outcome.run();
        }
    }

    /** Whether something has not ended, or its outcome was not taken in. */
    boolean awaited() {
        return awaited > 0;
    }
}
