/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.ready.Periods.Period;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {

    private static Periods periods(String pattern, String zone) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.of(zone));
        return new Periods(ms -> format.format(Instant.ofEpochMilli(ms)));
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd-HH, UTC, 2026-03-07T04:05:06Z, 2026-03-07T04:00:00Z, 2026-03-07T05:00:00Z",
        "yyyy-MM-dd, UTC, 2026-03-07T00:00:00Z, 2026-03-07T00:00:00Z, 2026-03-08T00:00:00Z",
        "yyyy-MM, UTC, 2026-02-28T23:59:59Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "yyyy, UTC, 2024-12-31T23:59:59Z, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        // A day of 23 hours, and an hour that is on the clock twice.
        "yyyy-MM-dd, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "yyyy-MM-dd-HH, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z",
        "yyyy-MM-dd-HH, Asia/Kolkata, 2026-03-07T04:05:06Z, 2026-03-07T03:30:00Z, 2026-03-07T04:30:00Z"
    })
    void shouldEndWhereTheDirectoryBecomesAnother(String pattern, String zone, Instant at, Instant start, Instant end) {
        Periods periods = periods(pattern, zone);
        Period period = periods.at(at.toEpochMilli());
        assertThat(Instant.ofEpochMilli(period.startMs())).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(period.endMs())).isEqualTo(end);
        assertThat(periods.at(period.endMs()).startMs()).isEqualTo(period.endMs());
    }

    @Test
    void shouldNameSignalsAsKiteDoes() {
        assertThat(ReadySignals.signalName(
                        PartitionStrategy.parse(
                                "[year(\"ts\", \"year\"), month(\"ts\", \"month\"), provided(\"hh\", \"string\")]"),
                        "year=2026/month=03/hh=04"))
                .isEqualTo("hh=04&month=3&year=2026");
    }
}
