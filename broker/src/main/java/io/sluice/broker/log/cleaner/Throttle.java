/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

/** Spreads bytes over time. Not thread-safe. */
public final class Throttle {
    private final double nsPerByte;
    private long freeAtNs = Long.MIN_VALUE;

    public Throttle(double bytesPerSecond) {
        this.nsPerByte = 1e9 / bytesPerSecond;
    }

    /** Takes note of bytes that were moved; how long to wait before the next. */
    public long waitNs(long bytes, long nowNs) {
        long from = freeAtNs == Long.MIN_VALUE || freeAtNs - nowNs < 0 ? nowNs : freeAtNs;
        freeAtNs = from + (long) Math.min(bytes * nsPerByte, 1e18);
        return freeAtNs - nowNs;
    }
}
