/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean 'x'?"} for the nearest known name, or nothing if none is near. */
    static String among(Collection<String> known, String name) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
                .filter(candidate -> distance(candidate, name) <= Math.max(2, name.length() / 4))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }

    /** Levenshtein's: the insertions, deletions and replacements that lead from one to the other. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
