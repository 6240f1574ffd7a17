/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what Joda-Time 2.1 prints. */
class PathFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH | 2024-12-30T23:05:09.087Z | year=2024/month=12/day=30/hour=23
            YYYY xxxx ww e                            | 2024-12-30T23:05:09.087Z | 2024 2025 01 1
            yyyy-M-d                                  | 2024-02-03T00:00:00Z     | 2024-2-3
            YY yy                                     | 2024-02-03T00:00:00Z     | 24 24
            MMM MMMM EEE EEEE                         | 2024-02-03T00:00:00Z     | Feb February Sat Saturday
            KK hh HH kk a                             | 2024-02-03T00:00:00Z     | 00 12 00 24 AM
            HH:mm:ss.SSS                              | 2024-12-30T23:05:09.087Z | 23:05:09.087
            DDD                                       | 2024-02-03T00:00:00Z     | 034
            'it''s' ''YYYY                            | 2024-02-03T00:00:00Z     | it's '2024
            Z ZZ ZZZ                                  | 2024-02-03T00:00:00Z     | +0000 +00:00 UTC
            G                                         | 2024-02-03T00:00:00Z     | AD
            /YYYY/                                    | 2024-02-03T00:00:00Z     | 2024
            """)
    @Tag("check-25")
    void shouldPrintAsJodaTimeDoes(String pattern, String time, String expected) {
        PathFormat format = PathFormat.parse(pattern);

        assertThat(format.formatter(Locale.US, ZoneId.of("UTC")).format(Instant.parse(time)))
                .isEqualTo(expected);
    }

    @Test
    void shouldPrintYearOfEraAroundNewYearWhereJavaTimesLettersWouldNot() {
        Instant newYearsEve = Instant.parse("2024-12-31T12:00:00Z");

        assertThat(PathFormat.parse("YYYY")
                        .formatter(Locale.US, ZoneId.of("UTC"))
                        .format(newYearsEve))
                .isEqualTo("2024");
    }

    @Test
    void shouldKnowWhetherSecondsMatter() {
        assertThat(PathFormat.parse("YYYY/'s'=HH-mm").sameWithinMinute()).isTrue();
        assertThat(PathFormat.parse("YYYY/ss").sameWithinMinute()).isFalse();
        assertThat(PathFormat.parse("YYYY/SSS").sameWithinMinute()).isFalse();
    }
}
