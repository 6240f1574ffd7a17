/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time from text: in a pattern of the user's, or else as milliseconds or ISO-8601 (a space may stand for the T,
 * a comma for the point). What names no zone is in the one given; a date alone is its first moment.
 *
 * <p>A text without a year, as syslog has it, or without a date is taken for the one of all such times that is nearest to
 * a moment that the caller knows, the timestamp of the Kafka record. So the answer depends on the record alone, not on
 * when it is read. Not thread-safe.
 */
public final class TimestampText {

    private static final Pattern MILLIS = Pattern.compile("-?\\d{1,19}");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd[['T'][ ]HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendLiteral(',')
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
            .optionalEnd()
            .appendPattern("][XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** A 29th of February is eight years away at most. */
    private static final int YEARS_AROUND = 8;

    private static final long UNKNOWN = -1;

    private final Optional<DateTimeFormatter> format;
    private final ZoneId zone;
    /** Of the text read last: neighbours in a log often share it. */
    private @Nullable Parsed last;

    /**
     * A text that was read.
     *
     * @param instant null if it depends on more than the text
     */
    private record Parsed(
            String text, TemporalAccessor parts, @Nullable Instant instant) {}

    public TimestampText(Optional<DateTimeFormatter> format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /**
     * Milliseconds since 1970 in UTC.
     *
     * @throws DateTimeException if the text is not a time, or lacks a year
     * @throws ArithmeticException if the time is further away than a long of milliseconds reaches
     */
    public long parse(String text) {
        return instant(text, UNKNOWN).toEpochMilli();
    }

    /**
     * A point in time.
     *
     * @param nearMs to which a text without a year is near, in milliseconds since 1970 in UTC; -1 if that is not known
     * @throws DateTimeException if the text is not a time, or lacks a year and {@code nearMs} is not known
     */
    public Instant instant(String text, long nearMs) {
        if (last == null || !text.equals(last.text())) {
            // Nothing is kept of a text that is not a time.
            TemporalAccessor parsed = read(text);
            last = new Parsed(text, parsed, absolute(parsed));
        }
        Instant instant = last.instant();
        return instant != null ? instant : nearest(last.parts(), nearMs);
    }

    private TemporalAccessor read(String text) {
        if (format.isEmpty() && MILLIS.matcher(text).matches()) {
            try {
                return Instant.ofEpochMilli(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new DateTimeException("more milliseconds than a long holds", e);
            }
        }
        return format.orElse(ISO).parse(text);
    }

    /** Not by parseBest, which makes an exception for each type that the text is not of. */
    private @Nullable Instant absolute(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        return date == null ? null : date.atTime(time(parsed)).atZone(zone).toInstant();
    }

    private Instant nearest(TemporalAccessor parsed, long nearMs) {
        boolean monthAndDay =
                parsed.isSupported(ChronoField.MONTH_OF_YEAR) && parsed.isSupported(ChronoField.DAY_OF_MONTH);
        if (!monthAndDay && parsed.query(TemporalQueries.localTime()) == null) {
            throw new DateTimeException("there is no date in it");
        }
        if (nearMs == UNKNOWN) {
            throw new DateTimeException("it has no year, and there is no timestamp of a record to tell it by");
        }
        ZoneId own = Optional.ofNullable(parsed.query(TemporalQueries.zone())).orElse(zone);
        Instant near = Instant.ofEpochMilli(nearMs);
        LocalDate day = near.atZone(own).toLocalDate();
        LocalTime time = time(parsed);
        Stream<LocalDate> days = monthAndDay
                ? years(MonthDay.from(parsed), day.getYear())
                : Stream.of(day.minusDays(1), day, day.plusDays(1));
        return days.map(date -> LocalDateTime.of(date, time).atZone(own))
                .map(ZonedDateTime::toInstant)
                .min(Comparator.comparing(
                        instant -> Duration.between(instant, near).abs()))
                .orElseThrow(() -> new DateTimeException("no year near " + near + " has this day"));
    }

    private static Stream<LocalDate> years(MonthDay day, int around) {
        return IntStream.rangeClosed(around - YEARS_AROUND, around + YEARS_AROUND)
                .filter(day::isValidYear)
                .mapToObj(day::atYear);
    }

    private static LocalTime time(TemporalAccessor parsed) {
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return time == null ? LocalTime.MIDNIGHT : time;
    }
}
