/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a time from text: in a pattern of the user's, or else as milliseconds or ISO-8601 (a space may stand for the T).
 * What names no zone is in the one given; a date alone is its first moment. Not thread-safe.
 */
public final class TimestampText {

    private static final Pattern MILLIS = Pattern.compile("-?\\d{1,19}");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
            "yyyy-MM-dd[['T'][ ]HH:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS]][XXX][XX][X]", Locale.ROOT);

    private final Optional<DateTimeFormatter> format;
    private final ZoneId zone;
    /** The text read last: neighbours in a log often share it. */
    private String lastText = "";

    private long lastMs;

    public TimestampText(Optional<DateTimeFormatter> format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /**
     * Milliseconds since 1970 in UTC.
     *
     * @throws DateTimeException if the text is not a time
     * @throws ArithmeticException if the time is further away than a long of milliseconds reaches
     */
    public long parse(String text) {
        if (!text.equals(lastText)) {
            lastMs = read(text);
            lastText = text;
        }
        return lastMs;
    }

    private long read(String text) {
        if (format.isEmpty() && MILLIS.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new DateTimeException("more milliseconds than a long holds", e);
            }
        }
        return millis(format.orElse(ISO).parse(text));
    }

    /** Not by parseBest, which makes an exception for each type that the text is not of. */
    private long millis(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed).toEpochMilli();
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null) {
            throw new DateTimeException("there is no date in it");
        }
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }
}
