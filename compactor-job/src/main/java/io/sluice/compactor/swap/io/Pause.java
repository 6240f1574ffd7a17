/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap.io;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waits for a time that nobody can be asked about. */
final class Pause {

    private Pause() {}

    /**
     * Waits; not at all if the time has passed.
     *
     * @param doing what is broken off if the thread is interrupted
     * @throws InterruptedIOException if it is; it stays interrupted
     */
    static void ofMs(long ms, String doing) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + doing);
        }
    }
}
