/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column that a named group of the text pattern fills; null if the group is empty or took no part in the match.
 *
 * @param format of {@code DATE} and {@code TIMESTAMP_MILLIS}, if not ISO-8601
 */
public record TextColumn(String name, Type type, Optional<DateTimeFormatter> format) {

    /** What a group's text is read as. */
    public enum Type {
        STRING,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BOOLEAN,
        DATE,
        TIMESTAMP_MILLIS
    }

    /** {@code name}, {@code name:type} or {@code name:type(pattern)}. */
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9]*)(?::([a-z-]+)(?:\\((.+)\\))?)?");

    private static final Map<String, Type> TYPES = Map.of(
            "string", Type.STRING,
            "int", Type.INT,
            "long", Type.LONG,
            "float", Type.FLOAT,
            "double", Type.DOUBLE,
            "boolean", Type.BOOLEAN,
            "date", Type.DATE,
            "timestamp-millis", Type.TIMESTAMP_MILLIS,
            "timestamp", Type.TIMESTAMP_MILLIS);

    /**
     * Reads {@code text.fields}, such as {@code time:timestamp-millis(yyyy-MM-dd HH:mm:ss), action:string, size:long}.
     *
     * @throws IllegalArgumentException with the item that cannot be read, and why
     */
    static List<TextColumn> parseAll(String fields) {
        List<TextColumn> columns = new ArrayList<>();
        for (String item : splitOutsideParentheses(fields)) {
            columns.add(parse(item.strip()));
        }
        return columns;
    }

    static TextColumn string(String name) {
        return new TextColumn(name, Type.STRING, Optional.empty());
    }

    private static TextColumn parse(String item) {
        Matcher m = FORM.matcher(item);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'" + item + "' is not name:type or name:type(pattern), such as time:timestamp-millis(yyyy-MM-dd)");
        }
        String typeName = m.group(2) == null ? "string" : m.group(2);
        Type type = TYPES.get(typeName);
        if (type == null) {
            throw new IllegalArgumentException("'" + item + "' has the unknown type '" + typeName
                    + "': use string, int, long, float, double, boolean, date or timestamp-millis");
        }
        String format = m.group(3);
        if (format != null && type != Type.DATE && type != Type.TIMESTAMP_MILLIS) {
            throw new IllegalArgumentException("'" + item + "': only date and timestamp-millis take a pattern");
        }
        return new TextColumn(m.group(1), type, Optional.ofNullable(format).map(f -> formatter(item, f)));
    }

    private static DateTimeFormatter formatter(String item, String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + item + "': not a date pattern of java.time: " + e.getMessage(), e);
        }
    }

    private static List<String> splitOutsideParentheses(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(text.substring(start, i));
                start = i + 1;
            }
        }
        items.add(text.substring(start));
        return items;
    }
}
