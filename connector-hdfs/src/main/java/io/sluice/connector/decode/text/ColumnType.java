/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text is read as: {@code long}, {@code decimal(10,2)}, {@code timestamp-millis(yyyy-MM-dd HH:mm:ss)}.
 *
 * @param format of {@code DATE} and the timestamps, if not ISO-8601
 * @param precision of {@code DECIMAL}, in digits; 0 for other kinds
 * @param scale of {@code DECIMAL}, in digits
 */
public record ColumnType(Kind kind, Optional<DateTimeFormatter> format, int precision, int scale) {

    /** What there is, by the name that users write. */
    public enum Kind {
        STRING,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BOOLEAN,
        DECIMAL,
        DATE,
        TIMESTAMP_MILLIS,
        TIMESTAMP_MICROS;

        /** Such as {@code timestamp-millis}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private boolean takesPattern() {
            return this == DATE || this == TIMESTAMP_MILLIS || this == TIMESTAMP_MICROS;
        }
    }

    public static final ColumnType STRING = of(Kind.STRING);

    /** Hive and Spark hold no more digits. */
    private static final int MAX_PRECISION = 38;

    private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:\\((.+)\\))?", Pattern.DOTALL);
    private static final Pattern DIGITS = Pattern.compile("\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?");

    private static ColumnType of(Kind kind) {
        return new ColumnType(kind, Optional.empty(), 0, 0);
    }

    /**
     * Reads a type as users write it.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static ColumnType parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a type such as long or timestamp-millis(pattern)");
        }
        Kind kind = kind(m.group(1));
        String argument = m.group(2);
        if (kind == Kind.DECIMAL) {
            return decimal(text, argument);
        }
        if (argument == null) {
            return of(kind);
        }
        if (!kind.takesPattern()) {
            throw new IllegalArgumentException("'" + text
                    + "': only date and timestamp-millis take a pattern, and timestamp-micros does; decimal takes"
                    + " precision and scale");
        }
        return new ColumnType(kind, Optional.of(formatter(text, argument)), 0, 0);
    }

    /** Whether the columns of a table would be of one type; how their texts are written does not matter. */
    boolean isSameColumn(ColumnType other) {
        return kind == other.kind && precision == other.precision && scale == other.scale;
    }

    private static Kind kind(String name) {
        if (name.equals("timestamp")) {
            return Kind.TIMESTAMP_MILLIS;
        }
        if (name.equals("integer")) {
            return Kind.INT;
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown type '" + name + "': use "
                        + Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "))));
    }

    private static ColumnType decimal(String text, String argument) {
        Matcher m = DIGITS.matcher(argument == null ? "" : argument);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "': decimal takes precision and scale, as in decimal(10,2)");
        }
        int precision = Integer.parseInt(m.group(1));
        int scale = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
            throw new IllegalArgumentException(
                    "'" + text + "': a precision is 1 to " + MAX_PRECISION + " digits, a scale not more than it");
        }
        return new ColumnType(Kind.DECIMAL, Optional.empty(), precision, scale);
    }

    private static DateTimeFormatter formatter(String text, String pattern) {
        try {
            return TimePattern.formatter(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': not a date pattern of java.time: " + e.getMessage(), e);
        }
    }
}
