/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many bytes a second, over all threads that ask. Whoever takes bytes first waits until those taken before are paid
 * for; an idle second may be caught up on, not more.
 *
 * <p>Thread-safe.
 */
final class Throttle {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Waits. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    private final double nanosPerByte;
    private final LongSupplier nanoTime;
    private final Sleep sleep;
    private long paidUntil;

    Throttle(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    Throttle(long bytesPerSecond, LongSupplier nanoTime, Sleep sleep) {
        this.nanosPerByte = (double) SECOND_NANOS / bytesPerSecond;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        this.paidUntil = nanoTime.getAsLong();
    }

    /** Returns when these bytes may be read or written. */
    void take(long bytes) throws InterruptedIOException {
        long wait = reserve(bytes);
        if (wait > 0) {
            try {
                sleep.nanos(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the throttle");
            }
        }
    }

    private synchronized long reserve(long bytes) {
        long now = nanoTime.getAsLong();
        long wait = paidUntil - now;
        paidUntil = Math.max(paidUntil, now - SECOND_NANOS) + (long) (bytes * nanosPerByte);
        return wait;
    }
}
