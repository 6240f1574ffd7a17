/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import java.util.BitSet;
import java.util.Locale;

/** Partition directories as Hive, Spark and Kite write and read them. */
final class HivePath {

    /** The value of a partition whose column is null. */
    static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final BitSet ESCAPED = new BitSet(128);

    static {
        ESCAPED.set(0x00, 0x20);
        ESCAPED.set(0x7f);
        "\"#%'*/:=?\\{[]^".chars().forEach(ESCAPED::set);
    }

    private HivePath() {}

    /** A name or value in which each character that a path cannot hold is {@code %} and two hexadecimal digits. */
    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ESCAPED.get(text.charAt(i))) {
                return escapeFrom(i, text);
            }
        }
        return text;
    }

    private static String escapeFrom(int first, String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ESCAPED.get(c)) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
