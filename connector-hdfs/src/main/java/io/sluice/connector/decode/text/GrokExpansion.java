/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import io.sluice.connector.decode.text.LinePattern.Capture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of writing a pattern out as a regular expression: references are replaced by what they stand for, named
 * groups get names of our own, for Java allows no underscore in them and none twice.
 */
final class GrokExpansion {

    /** Definitions that refer to one another many times over would fill the memory. */
    private static final int MAX_LENGTH = 1_000_000;

    private static final Pattern GROUP = Pattern.compile("\\(\\?<(?=[A-Za-z])");
    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\k<([A-Za-z][A-Za-z0-9_]*)>");
    private static final Pattern REFERENCE = Pattern.compile("(\\w+)(?::(.*))?", Pattern.DOTALL);

    private final GrokLibrary library;
    private final StringBuilder regex = new StringBuilder();
    private final List<Capture> captures = new ArrayList<>();
    private final Map<String, String> lastGroups = new HashMap<>();
    /** Capturing groups so far, named or not. */
    private int groups;

    /** The definitions that are being written out, the outermost first. */
    private final Deque<String> open = new ArrayDeque<>();

    private GrokExpansion(GrokLibrary library) {
        this.library = library;
    }

    static GrokExpansion of(String pattern, GrokLibrary library) {
        GrokExpansion expansion = new GrokExpansion(library);
        expansion.write(pattern);
        return expansion;
    }

    String regex() {
        return regex.toString();
    }

    List<Capture> captures() {
        return captures;
    }

    int groups() {
        return groups;
    }

    private void write(String pattern) {
        Matcher group = GROUP.matcher(pattern);
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at = escape(pattern, at);
            } else if (c == '[') {
                at = copy(pattern, at, endOfClass(pattern, at));
            } else if (pattern.startsWith("%{", at)) {
                at = reference(pattern, at);
            } else if (c == '(' && group.region(at, pattern.length()).lookingAt()) {
                int end = endOf('>', pattern, group.end());
                openGroup(column(pattern.substring(group.end(), end), at));
                at = end + 1;
            } else {
                if (c == '(' && !pattern.startsWith("?", at + 1)) {
                    groups++;
                }
                at = copy(pattern, at, at + 1);
            }
            if (regex.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters when written out");
            }
        }
    }

    private int copy(String pattern, int from, int to) {
        regex.append(pattern, from, to);
        return to;
    }

    private int escape(String pattern, int at) {
        Matcher back = BACK_REFERENCE.matcher(pattern).region(at, pattern.length());
        if (back.lookingAt()) {
            regex.append("\\k<")
                    .append(lastGroups.getOrDefault(back.group(1), back.group(1)))
                    .append('>');
            return back.end();
        }
        if (pattern.startsWith("\\Q", at)) {
            int end = pattern.indexOf("\\E", at);
            return copy(pattern, at, end < 0 ? pattern.length() : end + 2);
        }
        return copy(pattern, at, Math.min(at + 2, pattern.length()));
    }

    /** In a class the characters of references and groups mean themselves. */
    private static int endOfClass(String pattern, int start) {
        int depth = 0;
        for (int i = start; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> {
                    depth++;
                    // A bracket that comes first is one of the characters.
                    int first = pattern.startsWith("^", i + 1) ? i + 2 : i + 1;
                    if (pattern.startsWith("]", first)) {
                        i = first;
                    }
                }
                case ']' -> {
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {
                    // one of the characters
                }
            }
        }
        return pattern.length();
    }

    private int reference(String pattern, int start) {
        int end = endOf('}', pattern, start + 2);
        String inside = pattern.substring(start + 2, end);
        Matcher m = REFERENCE.matcher(inside);
        if (!m.matches()) {
            throw wrong("'%{" + inside + "}' is not %{NAME}, %{NAME:column} or %{NAME:column:type}", start);
        }
        String name = m.group(1);
        String definition = library.definition(name)
                .orElseThrow(() -> wrong(
                        "unknown pattern '" + name + "'"
                                + library.nearest(name)
                                        .map(known -> ": did you mean '" + known + "'?")
                                        .orElse(""),
                        start));
        if (open.contains(name)) {
            throw wrong("'" + name + "' refers to itself: " + String.join(" → ", open) + " → " + name, start);
        }
        if (m.group(2) == null) {
            regex.append("(?:");
        } else {
            openGroup(column(m.group(2), start));
        }
        open.addLast(name);
        write(definition);
        open.removeLast();
        regex.append(')');
        return end + 1;
    }

    /** Where a reference or the head of a group ends; a type may have such characters in its parentheses. */
    private int endOf(char close, String pattern, int start) {
        int depth = 0;
        for (int i = start; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == close && depth == 0) {
                return i;
            }
        }
        throw wrong("there is no '" + close + "' to what begins", start - 1);
    }

    private Column column(String text, int at) {
        try {
            return Column.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), at);
        }
    }

    private void openGroup(Column column) {
        String group = "c" + captures.size();
        groups++;
        captures.add(new Capture(groups, column));
        lastGroups.put(column.name(), group);
        regex.append("(?<").append(group).append('>');
    }

    private IllegalArgumentException wrong(String problem, int at) {
        String where = open.isEmpty() ? "" : " of " + open.getLast();
        return new IllegalArgumentException(problem + ", at position " + (at + 1) + where);
    }
}
