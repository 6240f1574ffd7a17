/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite;

import java.util.regex.Pattern;

/**
 * Tells a harmless {@code partitionExpression} of a Kite descriptor from a program. Kite hands the text to an
 * interpreter that can construct any Java object, so only the forms that Kite itself writes pass: one of its functions,
 * or a bracketed list of them, called with plain strings and integers.
 */
public final class PartitionExpression {

    // No quote and no backslash inside: a literal cannot end before its closing quote.
    private static final String TEXT = "\"[A-Za-z0-9_.:' -]*\"";
    private static final String INT = "-?[0-9]{1,10}";
    private static final String COMMA = ", ?";
    // identity's third argument names a class to load
    private static final String IDENTITY = "identity\\(" + TEXT + "(" + COMMA + TEXT + "(" + COMMA
            + "\"java\\.lang\\.[A-Za-z]+\")?)?(" + COMMA + INT + ")?\\)";
    private static final String OTHER = "(year|month|day|hour|minute|hash|fixedSizeRange|range|dateFormat|provided)\\(("
            + TEXT + "|" + INT + ")(" + COMMA + "(" + TEXT + "|" + INT + "))*\\)";
    private static final String CALL = "(" + IDENTITY + "|" + OTHER + ")";
    private static final Pattern SAFE = Pattern.compile(CALL + "|\\[" + CALL + "(" + COMMA + CALL + ")*\\]");

    private PartitionExpression() {}

    /** Whether Kite may be let near it. */
    public static boolean isSafe(String expression) {
        return SAFE.matcher(expression).matches();
    }
}
