/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a row has of its Kafka record beside the value.
 *
 * @param columns in the order of the table
 * @param keyFormat what the column of the key holds, if there is one
 */
public record MetadataConfig(List<Column> columns, KeyFormat keyFormat) {

    /** The mark of a row that a record without a value has become. */
    public static final String DELETED = "_deleted";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public MetadataConfig {
        columns = List.copyOf(columns);
    }

    /** A part of a Kafka record, and the column that it goes to. */
    public record Column(Part part, String name) {}

    /** Of a Kafka record. */
    public enum Part {
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP,
        KEY,
        HEADERS;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the column of the key holds. */
    public enum KeyFormat {
        /** Text: bytes that are UTF-8, or any value that is not a structure. */
        STRING,
        BYTES,
        /** What the key's converter made of it, a structure too. */
        CONNECT
    }

    /**
     * Reads a list such as {@code topic,offset,key:customer_id}; what has no name is called as the part is, with an
     * underscore in front.
     *
     * @throws IllegalArgumentException with the item that cannot be read, and why
     */
    static List<Column> parse(List<String> items) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String item : items) {
            Column column = column(item.strip());
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("has '" + column.name() + "' twice");
            }
            columns.add(column);
        }
        return columns;
    }

    private static Column column(String item) {
        int colon = item.indexOf(':');
        String label = (colon < 0 ? item : item.substring(0, colon)).strip();
        Part part = Arrays.stream(Part.values())
                .filter(each -> each.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("has '" + label + "': a record has "
                        + Arrays.stream(Part.values()).map(Part::label).collect(Collectors.joining(", "))));
        String name = colon < 0 ? "_" + part.label() : item.substring(colon + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "has '" + item + "': a column's name is of letters, digits and underscores");
        }
        if (name.equalsIgnoreCase(DELETED)) {
            throw new IllegalArgumentException("has '" + item + "': " + DELETED + " marks deleted rows");
        }
        return new Column(part, name);
    }
}
