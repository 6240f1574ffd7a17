/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll;

import io.sluice.connector.config.RollConfig;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * When a batch is full or old enough to become files. Pure; times are epoch milliseconds of the task's own clock, so a
 * batch becomes old on an idle topic too.
 */
public final class RollPolicy {

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private final RollConfig config;

    public RollPolicy(RollConfig config) {
        this.config = config;
    }

    /** Whether a batch of so many records takes no more. */
    public boolean full(long rows) {
        return rows >= config.maxRecords();
    }

    /** Whether a batch has become too large or too old. */
    public boolean due(long stagedBytes, long openedAtMs, long nowMs) {
        boolean large = config.maxBytes().isPresent()
                && stagedBytes >= config.maxBytes().getAsLong();
        return large || nowMs >= deadlineMs(openedAtMs);
    }

    /** Why a batch that takes no more, or is due, has to go; the first that holds, in the order of {@link RollReason}. */
    public RollReason reason(long rows, long stagedBytes, long openedAtMs, long nowMs) {
        if (full(rows)) {
            return RollReason.RECORDS;
        }
        if (config.maxBytes().isPresent() && stagedBytes >= config.maxBytes().getAsLong()) {
            return RollReason.BYTES;
        }
        if (config.maxAgeMs().isPresent()
                && nowMs >= openedAtMs + config.maxAgeMs().getAsLong()) {
            return RollReason.AGE;
        }
        return nowMs >= deadlineMs(openedAtMs) ? RollReason.SCHEDULE : RollReason.SCHEMAS;
    }

    /** When a batch that was opened then becomes too old; {@link #NEVER} if it does not. */
    public long deadlineMs(long openedAtMs) {
        long age =
                config.maxAgeMs().isPresent() ? openedAtMs + config.maxAgeMs().getAsLong() : NEVER;
        long schedule = config.scheduleMs().isPresent()
                ? nextMultipleMs(openedAtMs, config.scheduleMs().getAsLong())
                : NEVER;
        return Math.min(age, schedule);
    }

    /**
     * The first multiple of the interval, counted from midnight, behind a time. Counting starts again at each midnight of
     * the zone, so that a schedule of an hour keeps to the clock on the wall when that is put forward or back.
     */
    private long nextMultipleMs(long timeMs, long intervalMs) {
        ZonedDateTime time = Instant.ofEpochMilli(timeMs).atZone(config.zone());
        ZonedDateTime midnight = time.truncatedTo(ChronoUnit.DAYS);
        long midnightMs = midnight.toInstant().toEpochMilli();
        long next = midnightMs + ((timeMs - midnightMs) / intervalMs + 1) * intervalMs;
        long nextMidnightMs = midnight.plusDays(1).toInstant().toEpochMilli();
        // A longer interval than a day counts from the epoch: midnight would cut it short for ever.
        return intervalMs > ChronoUnit.DAYS.getDuration().toMillis()
                ? (Math.floorDiv(timeMs, intervalMs) + 1) * intervalMs
                : Math.min(next, nextMidnightMs);
    }
}
