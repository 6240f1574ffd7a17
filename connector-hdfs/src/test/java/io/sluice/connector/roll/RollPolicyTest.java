/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.RollConfig;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RollPolicyTest {

    private static final OptionalLong OFF = OptionalLong.empty();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private static RollPolicy policy(OptionalLong bytes, OptionalLong age, OptionalLong schedule) {
        return new RollPolicy(new RollConfig(3, bytes, age, schedule, BERLIN));
    }

    private static long berlin(String time) {
        return ZonedDateTime.parse(time + "[Europe/Berlin]").toInstant().toEpochMilli();
    }

    @Test
    @Tag("check-34")
    void aBatchIsFullAtItsLastRecord() {
        RollPolicy policy = policy(OFF, OFF, OFF);
        assertThat(policy.full(2)).isFalse();
        assertThat(policy.full(3)).isTrue();
        assertThat(policy.due(Long.MAX_VALUE, 0, Long.MAX_VALUE - 1)).isFalse();
        assertThat(policy.deadlineMs(0)).isEqualTo(RollPolicy.NEVER);
    }

    @Test
    @Tag("check-34")
    void bytesAndAgeCountFromTheirLimitOn() {
        RollPolicy policy = policy(OptionalLong.of(1000), OptionalLong.of(60), OFF);
        assertThat(policy.due(999, 100, 159)).isFalse();
        assertThat(policy.due(1000, 100, 100)).isTrue();
        assertThat(policy.due(0, 100, 160)).isTrue();
        assertThat(policy.deadlineMs(100)).isEqualTo(160);
    }

    @Test
    @Tag("check-16")
    @Tag("check-25")
    void aScheduleKeepsToTheClockOnTheWall() {
        RollPolicy daily = policy(OFF, OFF, OptionalLong.of(DAY_MS));
        assertThat(daily.deadlineMs(berlin("2026-11-22T17:00:00+01:00")))
                .isEqualTo(berlin("2026-11-23T00:00:00+01:00"));
        assertThat(daily.deadlineMs(berlin("2026-03-29T01:00:00+01:00")))
                .as("a day of 23 hours")
                .isEqualTo(berlin("2026-03-30T00:00:00+02:00"));
        assertThat(daily.deadlineMs(berlin("2026-10-25T01:00:00+02:00")))
                .as("a day of 25 hours: 24 of them first, then midnight")
                .isEqualTo(berlin("2026-10-25T23:00:00+01:00"));
        RollPolicy hourly = policy(OFF, OptionalLong.of(2 * HOUR_MS), OptionalLong.of(HOUR_MS));
        assertThat(hourly.deadlineMs(berlin("2026-11-22T17:59:59+01:00")))
                .isEqualTo(berlin("2026-11-22T18:00:00+01:00"));
    }

    @Property
    void aDeadlineIsAheadAndNotFurtherThanTheInterval(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long openedAtMs,
            @ForAll @LongRange(min = 1, max = 20 * 86_400_000L) long intervalMs) {
        long deadline = policy(OFF, OFF, OptionalLong.of(intervalMs)).deadlineMs(openedAtMs);
        assertThat(deadline).isGreaterThan(openedAtMs).isLessThanOrEqualTo(openedAtMs + intervalMs);
    }
}
