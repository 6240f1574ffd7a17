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
 * second half that cannot come, and the limit is overshot by at most one request per event loop. Half of the memory is
 * for requests up to {@value #SMALL_BYTES} bytes: whatever large ones are under way, or announced and not sent, the
 * heartbeats and fetches of others go on.
 */
final class RequestMemory {
    static final int SMALL_BYTES = 64 << 10;

    private final Share small;
    private final Share large;

    RequestMemory(long limitBytes) {
        small = new Share(Math.max(1, limitBytes / 2));
        large = new Share(Math.max(1, limitBytes / 2));
    }

    /**
     * Takes memory for a request.
     *
     * @param bytes the length of the request
     * @param whenFree called once, on any thread, when it is worth trying again; only if the answer is no
     */
    boolean tryTake(int bytes, Runnable whenFree) {
        return share(bytes).tryTake(bytes, whenFree);
    }

    /** @param bytes as they were taken */
    void give(int bytes) {
        share(bytes).give(bytes);
    }

    long usedBytes() {
        return small.usedBytes.get() + large.usedBytes.get();
    }

    private Share share(int bytes) {
        return bytes <= SMALL_BYTES ? small : large;
    }

    private static final class Share {
        private final long limitBytes;
        private final AtomicLong usedBytes = new AtomicLong();
        private final Queue<Runnable> waiting = new ArrayDeque<>();

        Share(long limitBytes) {
            this.limitBytes = limitBytes;
        }

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
    }
}
