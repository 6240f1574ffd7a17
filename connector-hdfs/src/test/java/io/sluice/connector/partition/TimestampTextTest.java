/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.decode.text.TimePattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTextTest {

    private static final long NEAR_MS = Instant.parse("2026-06-15T12:00:00Z").toEpochMilli();

    private final TimestampText iso = new TimestampText(Optional.empty(), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-22                          | 2026-11-22T00:00:00Z
            2026-11-22T17:04                    | 2026-11-22T17:04:00Z
            2026-11-22 17:04:05                 | 2026-11-22T17:04:05Z
            2026-11-22 17:04:05,678             | 2026-11-22T17:04:05.678Z
            2026-11-22T17:04:05.6+01:00         | 2026-11-22T16:04:05.600Z
            2026-11-22T17:04:05.123456789-0730  | 2026-11-23T00:34:05.123456789Z
            2026-11-22T17:04:05Z                | 2026-11-22T17:04:05Z
            1795367045678                       | 2026-11-22T17:04:05.678Z
            -1                                  | 1969-12-31T23:59:59.999Z
            """)
    void shouldReadIsoAndMilliseconds(String text, Instant expected) {
        assertThat(iso.instant(text, -1)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-30", "2026-11-22T25:00", "17:04:05", "99999999999999999999", "today", "''"})
    void shouldRefuseWhatIsNoTime(String text) {
        assertThatThrownBy(() -> iso.instant(text, NEAR_MS)).isInstanceOf(DateTimeException.class);
    }

    /** A time with a year must never be moved to another, whatever came between. */
    @Test
    void shouldReadATextAsBeforeAfterOneThatIsNoTime() {
        Instant first = iso.instant("1999-01-02", NEAR_MS);

        assertThatThrownBy(() -> iso.instant("1999-01-99", NEAR_MS)).isInstanceOf(DateTimeException.class);
        assertThat(iso.instant("1999-01-02", NEAR_MS)).isEqualTo(first).isEqualTo("1999-01-02T00:00:00Z");
    }

    @Test
    void shouldTakeWhatAPatternLeavesOutFromTheNearestSuchTime() {
        TimestampText monthAndDay = pattern("MMM d HH:mm", "UTC");
        assertThat(monthAndDay.instant(
                        "Dec 31 23:00", Instant.parse("2027-01-01T01:00:00Z").toEpochMilli()))
                .isEqualTo("2026-12-31T23:00:00Z");
        assertThat(monthAndDay.instant(
                        "Dec 31 23:00", Instant.parse("2024-12-01T00:00:00Z").toEpochMilli()))
                .as("the same text, near another moment")
                .isEqualTo("2024-12-31T23:00:00Z");
        assertThatThrownBy(() -> monthAndDay.instant("Feb 30 00:00", NEAR_MS)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> monthAndDay.instant("Feb 3 00:00", -1))
                .hasMessage("it has no year, and there is no timestamp of a record to tell it by");

        assertThatThrownBy(() -> pattern("dd.MM.yyyy", "UTC").instant("30.02.2026", NEAR_MS))
                .as("no other day is as good")
                .isInstanceOf(DateTimeException.class);
        assertThat(pattern("yy/M/d h:mm a", "UTC").instant("26/2/8 7:05 PM", NEAR_MS))
                .isEqualTo("2026-02-08T19:05:00Z");
        assertThat(pattern("uuuu-DDD", "UTC").instant("2026-033", NEAR_MS)).isEqualTo("2026-02-02T00:00:00Z");
        assertThat(pattern("UNIX", "UTC").instant("1795367045.678", NEAR_MS)).isEqualTo("2026-11-22T17:04:05.678Z");

        TimestampText timeOfDay = pattern("HH:mm", "America/New_York");
        assertThat(timeOfDay.instant(
                        "23:59", Instant.parse("2026-06-15T04:01:00Z").toEpochMilli()))
                .isEqualTo("2026-06-15T03:59:00Z");
    }

    private static TimestampText pattern(String pattern, String zone) {
        return new TimestampText(Optional.of(TimePattern.formatter(pattern)), ZoneId.of(zone));
    }
}
