/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A column of a table that a user declares, as in {@code size:long}. */
public record Column(String name, ColumnType type) {

    /** What Avro allows, and Hive without quoting; those of the system itself begin with an underscore. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** A column as a list has it, where the type may be left to a default. */
    record Declared(String name, Optional<ColumnType> type) {

        Column orElse(ColumnType other) {
            return new Column(name, type.orElse(other));
        }
    }

    /**
     * Reads a list such as {@code time:timestamp-millis(yyyy-MM-dd HH:mm:ss), action, size:long}; what has no type is a
     * string.
     *
     * @throws IllegalArgumentException with the item that cannot be read, and why
     */
    public static List<Column> parseAll(String list) {
        return declaredIn(list).stream()
                .map(declared -> declared.orElse(ColumnType.STRING))
                .toList();
    }

    static List<Declared> declaredIn(String list) {
        List<Declared> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String item : splitOutsideParentheses(list)) {
            Declared column = declared(item.strip());
            // Hive has no case.
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("has '" + column.name() + "' twice");
            }
            columns.add(column);
        }
        return columns;
    }

    /** {@code name}, {@code name:type} or {@code name:type(argument)}. */
    static Column parse(String item) {
        return declared(item).orElse(ColumnType.STRING);
    }

    private static Declared declared(String item) {
        int colon = item.indexOf(':');
        String name = (colon < 0 ? item : item.substring(0, colon)).strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + item
                    + "' is not name:type or name:type(pattern), such as time:timestamp-millis(yyyy-MM-dd), with a name"
                    + " of letters, digits and underscores");
        }
        if (colon < 0) {
            return new Declared(name, Optional.empty());
        }
        try {
            return new Declared(name, Optional.of(ColumnType.parse(item.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "': " + e.getMessage(), e);
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
