/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.ready;

import java.util.function.LongFunction;

/**
 * The times that have a directory each: hours, days, whatever the path format says. A period begins at a whole minute, when
 * the directory becomes another one. Keeps the last one that was asked for. Not thread-safe.
 */
public final class Periods {

    private static final long MINUTE_MS = 60_000;
    /** Of a year, and more: no directory is of a longer time, or all times have the same. */
    private static final int MOST_MINUTES = 367 * 24 * 60;

    private final LongFunction<String> directoryAt;
    private Period last = new Period(0, 0, "");

    /**
     * @param directoryAt the directory of a time, in epoch milliseconds
     */
    public Periods(LongFunction<String> directoryAt) {
        this.directoryAt = directoryAt;
    }

    /**
     * A period.
     *
     * @param startMs inclusive
     * @param endMs exclusive: the start of the next one
     */
    public record Period(long startMs, long endMs, String directory) {

        boolean has(long timeMs) {
            return timeMs >= startMs && timeMs < endMs;
        }
    }

    /** The period that a time is in. */
    public Period at(long timeMs) {
        if (!last.has(timeMs)) {
            String directory = directoryAt.apply(timeMs);
            long minute = Math.floorDiv(timeMs, MINUTE_MS) * MINUTE_MS;
            last = new Period(
                    edge(minute, directory, -MINUTE_MS), edge(minute, directory, MINUTE_MS) + MINUTE_MS, directory);
        }
        return last;
    }

    /** The furthest minute, in one direction, of the same directory. */
    private long edge(long fromMs, String directory, long stepMs) {
        long minute = fromMs;
        for (int i = 0; i < MOST_MINUTES && directoryAt.apply(minute + stepMs).equals(directory); i++) {
            minute += stepMs;
        }
        return minute;
    }
}
