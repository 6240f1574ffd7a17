/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named groups of a pattern, in the order of the pattern; Java 17 does not tell them. */
final class NamedGroups {

    /** A backslash pair, a quotation, or the head of a named group (not of a look-behind: {@code (?<=}, {@code (?<!}). */
    private static final Pattern TOKEN =
            Pattern.compile("\\\\Q.*?(?:\\\\E|$)|\\\\.|\\(\\?<([A-Za-z][A-Za-z0-9]*)>", Pattern.DOTALL);

    private NamedGroups() {}

    static Set<String> of(Pattern pattern) {
        Set<String> names = new LinkedHashSet<>();
        Matcher m = TOKEN.matcher(pattern.pattern());
        while (m.find()) {
            if (m.group(1) != null) {
                names.add(m.group(1));
            }
        }
        return names;
    }
}
