/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all requests of this broker take together, from the moment a frame's length is known to the moment
 * its request is answered. Thread-safe.
 *
 * <p>A request may begin as long as something is left, and is then let in whole: so one request never waits for a
 * second half that cannot come, and the limit is overshot by at most one request per event loop.
 */
final class RequestMemory {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    RequestMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Takes memory for a request.
     *
     * @param whenFree called once, on any thread, when it is worth trying again; only if the answer is no
     */
    boolean tryTake(int bytes, Runnable whenFree) {
        if (tryTake(bytes)) {
            return true;
        }
        synchronized (waiting) {
            // Again under the lock: give() may have found nobody waiting just before.
            if (tryTake(bytes)) {
                return true;
            }
            waiting.add(whenFree);
            return false;
        }
    }

    private boolean tryTake(int bytes) {
        long used = usedBytes.get();
        while (used < limitBytes) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    void give(int bytes) {
        if (usedBytes.addAndGet(-bytes) >= limitBytes) {
            return;
        }
        List<Runnable> woken;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
            woken = new ArrayList<>(waiting);
            waiting.clear();
        }
        woken.forEach(Runnable::run);
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
