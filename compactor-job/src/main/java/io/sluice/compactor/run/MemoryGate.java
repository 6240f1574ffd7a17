/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

/**
 * Lets as many merges in as there is memory for. One that needs more than there is at all is let in alone: it could not
 * be made smaller.
 *
 * <p>Thread-safe; fair to nobody: a small merge may overtake a large one, which is let in when the others have ended.
 */
final class MemoryGate {

    private final long bytes;
    private long taken;
    private int inside;

    MemoryGate(long bytes) {
        this.bytes = bytes;
    }

    /** Returns when there is room. */
    synchronized void enter(long need) throws InterruptedException {
        while (inside > 0 && need > bytes - taken) {
            wait();
        }
        taken += Math.min(need, bytes);
        inside++;
    }

    synchronized void leave(long need) {
        taken -= Math.min(need, bytes);
        inside--;
        notifyAll();
    }
}
