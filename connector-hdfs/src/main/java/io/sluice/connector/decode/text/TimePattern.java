/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** How a user says that dates and times are written. */
public final class TimePattern {

    /** Seconds since 1970 in UTC, such as {@code 1795384800.125}: java.time has no letter for them. */
    private static final DateTimeFormatter UNIX = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.INSTANT_SECONDS, 1, 18, SignStyle.NORMAL)
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ENGLISH);

    private TimePattern() {}

    /**
     * The formatter of a pattern in java.time's letters, or of {@code UNIX}. It refuses the 30th of February, which
     * java.time takes for the 28th unless told otherwise.
     *
     * @throws IllegalArgumentException if it is not such a pattern
     */
    public static DateTimeFormatter formatter(String pattern) {
        if (pattern.equals("UNIX")) {
            return UNIX;
        }
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                // Being strict includes to ask of which era the year is.
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
