/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern that matches a whole text, and what it takes out of it. It is a regular expression of Java, in which
 * {@code %{NAME}}, {@code %{NAME:column}} and {@code %{NAME:column:type}} stand for patterns of a library, as in grok;
 * a named group may have a type as well, {@code (?<column:type>…)}.
 *
 * @param captures in the order of the pattern; several may go to one column, which then has the first that took part
 * @param columns one for each name among the captures, in the order of the pattern
 */
public record LinePattern(Pattern regex, List<Capture> captures, List<Column> columns) {

    /**
     * A part of the text that becomes a value.
     *
     * @param group its number in the regular expression
     * @param column what the user calls it, and what its text is read as
     */
    public record Capture(int group, Column column) {}

    public LinePattern {
        captures = List.copyOf(captures);
        columns = List.copyOf(columns);
    }

    /**
     * Reads a pattern as users write it.
     *
     * @throws IllegalArgumentException that says what is wrong with it, and where
     */
    public static LinePattern parse(String pattern, GrokLibrary library) {
        GrokExpansion expansion = GrokExpansion.of(pattern, library);
        List<Capture> captures = expansion.captures();
        if (captures.isEmpty()) {
            throw new IllegalArgumentException("has no named group: write (?<name>…) or %{PATTERN:name} for each part"
                    + " that is to be a column");
        }
        Pattern regex = compile(expansion.regex());
        if (regex.matcher("").groupCount() != expansion.groups()) {
            throw new IllegalArgumentException("has a parenthesis in a comment of (?x): take it out");
        }
        return new LinePattern(regex, captures, columns(captures));
    }

    /**
     * The pattern with its columns in the order of a list, and with the types that the list gives them.
     *
     * @param fields as {@link Column#parseAll} reads them; a type that is left out is the pattern's
     * @throws IllegalArgumentException if the list cannot be read, or does not name the pattern's columns, all of them
     */
    public LinePattern arrange(String fields) {
        Map<String, Column> known = new LinkedHashMap<>();
        columns.forEach(column -> known.put(column.name(), column));
        Map<String, Column> arranged = new LinkedHashMap<>();
        Set<String> ownTypes = new HashSet<>();
        List<String> problems = new ArrayList<>();
        for (Column.Declared declared : Column.declaredIn(fields)) {
            Column column = known.get(declared.name());
            if (column == null) {
                problems.add("has '" + declared.name() + "', but text.pattern has no group (?<" + declared.name()
                        + ">…) or %{…:" + declared.name() + "}");
            } else {
                arranged.put(column.name(), declared.orElse(column.type()));
                if (declared.type().isEmpty()) {
                    // Each of its captures may be written in a way of its own.
                    ownTypes.add(column.name());
                }
            }
        }
        for (Column column : columns) {
            if (!arranged.containsKey(column.name())) {
                problems.add("leaves out '" + column.name() + "', which text.pattern has: name it, or give that part of"
                        + " the pattern no name if it is not to be a column");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; it ", problems));
        }
        List<Capture> retyped = captures.stream()
                .map(capture -> ownTypes.contains(capture.column().name())
                        ? capture
                        : new Capture(
                                capture.group(),
                                Objects.requireNonNull(
                                        arranged.get(capture.column().name()))))
                .toList();
        return new LinePattern(regex, retyped, List.copyOf(arranged.values()));
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            int at = Math.max(0, Math.min(e.getIndex(), regex.length()));
            String near = regex.substring(Math.max(0, at - 20), Math.min(regex.length(), at + 10));
            throw new IllegalArgumentException(
                    "is not a regular expression of Java: " + e.getDescription() + " near '" + near + "'", e);
        }
    }

    private static List<Column> columns(List<Capture> captures) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Capture capture : captures) {
            Column column = capture.column();
            Column known = columns.putIfAbsent(column.name(), column);
            if (known != null && !known.type().isSameColumn(column.type())) {
                throw new IllegalArgumentException("has '" + column.name() + "' as "
                        + known.type().kind().label() + " and as "
                        + column.type().kind().label());
            }
        }
        return List.copyOf(columns.values());
    }
}
