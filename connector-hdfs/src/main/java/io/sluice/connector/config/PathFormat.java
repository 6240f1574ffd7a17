/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A time-based path such as {@code 'dt'=YYYY-MM-dd/'hour'=HH}, in the letters of Joda-Time's {@code DateTimeFormat},
 * which kafka-connect-hdfs uses. They are not java.time's: {@code YYYY} is the year of era there, and the week-based
 * year here, which is wrong around New Year.
 *
 * @param pattern as the user wrote it
 * @param parts letters and literals in their order
 */
public record PathFormat(String pattern, List<Part> parts) {

    /** A run of one letter, such as {@code YYYY}, or a literal, for which {@code letter} is 0. */
    public record Part(char letter, int count, String literal) {}

    private static final Map<Character, TemporalField> NUMBERS = Map.ofEntries(
            Map.entry('Y', ChronoField.YEAR_OF_ERA),
            Map.entry('y', ChronoField.YEAR),
            Map.entry('x', IsoFields.WEEK_BASED_YEAR),
            Map.entry('w', IsoFields.WEEK_OF_WEEK_BASED_YEAR),
            Map.entry('e', ChronoField.DAY_OF_WEEK),
            Map.entry('D', ChronoField.DAY_OF_YEAR),
            Map.entry('M', ChronoField.MONTH_OF_YEAR),
            Map.entry('d', ChronoField.DAY_OF_MONTH),
            Map.entry('K', ChronoField.HOUR_OF_AMPM),
            Map.entry('h', ChronoField.CLOCK_HOUR_OF_AMPM),
            Map.entry('H', ChronoField.HOUR_OF_DAY),
            Map.entry('k', ChronoField.CLOCK_HOUR_OF_DAY),
            Map.entry('m', ChronoField.MINUTE_OF_HOUR),
            Map.entry('s', ChronoField.SECOND_OF_MINUTE));

    private static final String OTHER_LETTERS = "GEaSzZ";

    public PathFormat {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a pattern; leading and trailing slashes do not count.
     *
     * @throws IllegalArgumentException for a letter without a meaning, an open quote, or a directory that Hive would not see
     */
    public static PathFormat parse(String pattern) {
        String trimmed = pattern.replaceAll("^/+|/+$", "");
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < trimmed.length()) {
            char c = trimmed.charAt(i);
            if (c == '\'') {
                i = readQuoted(trimmed, i, literal);
            } else if (isLetter(c)) {
                int end = i + 1;
                while (end < trimmed.length() && trimmed.charAt(end) == c) {
                    end++;
                }
                flush(literal, parts);
                parts.add(new Part(checked(c), end - i, ""));
                i = end;
            } else {
                literal.append(c);
                i++;
            }
        }
        flush(literal, parts);
        checkDirectories(parts);
        return new PathFormat(pattern, parts);
    }

    /** Refuses what no query would ever find, for its name is empty, hidden, or leads out of the table. */
    private static void checkDirectories(List<Part> parts) {
        StringBuilder shape = new StringBuilder();
        parts.forEach(part -> shape.append(part.letter() == 0 ? part.literal() : "0"));
        if (shape.length() == 0) {
            return;
        }
        for (String directory : shape.toString().split("/", -1)) {
            if (directory.isEmpty() || directory.startsWith(".") || directory.startsWith("_")) {
                throw new IllegalArgumentException("has a directory '" + directory
                        + "': Hive and Spark pass over empty names and those that begin with '.' or '_'");
            }
        }
    }

    /** Whether two moments of the same minute always have the same path. */
    public boolean sameWithinMinute() {
        return parts.stream().noneMatch(p -> p.letter() == 's' || p.letter() == 'S');
    }

    /** The literal and numeric texts of a time, as java.time prints them. */
    public DateTimeFormatter formatter(Locale locale, ZoneId zone) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        for (Part part : parts) {
            append(part, builder);
        }
        return builder.toFormatter(locale).withZone(zone);
    }

    private static void append(Part part, DateTimeFormatterBuilder builder) {
        int count = part.count();
        switch (part.letter()) {
            case 0 -> builder.appendLiteral(part.literal());
            case 'G' -> builder.appendText(ChronoField.ERA, TextStyle.SHORT);
            case 'E' -> builder.appendText(ChronoField.DAY_OF_WEEK, style(count));
            case 'a' -> builder.appendText(ChronoField.AMPM_OF_DAY, TextStyle.SHORT);
            case 'S' ->
                builder.appendFraction(ChronoField.NANO_OF_SECOND, Math.min(count, 9), Math.min(count, 9), false);
            case 'z' -> builder.appendZoneText(style(count));
            case 'Z' -> appendOffset(count, builder);
            case 'Y', 'y', 'x' -> appendYear(numberOf(part), count, builder);
            case 'M' -> {
                if (count >= 3) {
                    builder.appendText(ChronoField.MONTH_OF_YEAR, style(count));
                } else {
                    appendNumber(numberOf(part), count, builder);
                }
            }
            default -> appendNumber(numberOf(part), count, builder);
        }
    }

    private static TemporalField numberOf(Part part) {
        TemporalField field = NUMBERS.get(part.letter());
        if (field == null) {
            throw new IllegalStateException("no field for letter " + part.letter());
        }
        return field;
    }

    private static void appendYear(TemporalField field, int count, DateTimeFormatterBuilder builder) {
        if (count == 2) {
            builder.appendValueReduced(field, 2, 2, 2000);
        } else {
            appendNumber(field, count, builder);
        }
    }

    private static void appendNumber(TemporalField field, int count, DateTimeFormatterBuilder builder) {
        builder.appendValue(field, Math.min(count, 19), 19, SignStyle.NORMAL);
    }

    private static void appendOffset(int count, DateTimeFormatterBuilder builder) {
        switch (count) {
            case 1 -> builder.appendOffset("+HHMM", "+0000");
            case 2 -> builder.appendOffset("+HH:MM", "+00:00");
            default -> builder.appendZoneId();
        }
    }

    private static TextStyle style(int count) {
        return count >= 4 ? TextStyle.FULL : TextStyle.SHORT;
    }

    /** Adds what is in quotes that open at {@code open}; two quotes are one. Returns where to go on. */
    private static int readQuoted(String pattern, int open, StringBuilder literal) {
        if (pattern.startsWith("''", open)) {
            literal.append('\'');
            return open + 2;
        }
        int i = open + 1;
        while (i < pattern.length()) {
            if (pattern.startsWith("''", i)) {
                literal.append('\'');
                i += 2;
            } else if (pattern.charAt(i) == '\'') {
                return i + 1;
            } else {
                literal.append(pattern.charAt(i++));
            }
        }
        throw new IllegalArgumentException("has a quote that does not close");
    }

    private static char checked(char letter) {
        if (!NUMBERS.containsKey(letter) && OTHER_LETTERS.indexOf(letter) < 0) {
            throw new IllegalArgumentException("has the letter '" + letter
                    + "', which stands for nothing; put text in quotes, as in 'dt'=YYYY-MM-dd");
        }
        return letter;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (literal.length() > 0) {
            parts.add(new Part((char) 0, literal.length(), literal.toString()));
            literal.setLength(0);
        }
    }
}
