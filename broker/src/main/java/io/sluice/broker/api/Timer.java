/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

/** Port. Calls back later. Thread-safe. */
public interface Timer {

    /**
     * Runs a task once, on a thread that it must not block.
     *
     * @param delayMs from now; not exact
     */
    Alarm after(long delayMs, Runnable task);

    /** See {@link #after}. */
    interface Alarm {
        /** Forgets the task, unless it is too late. */
        void cancel();
    }
}
