/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import java.util.Optional;

/**
 * How CSV is written; the defaults are RFC 4180's.
 *
 * @param quote around cells that hold a delimiter, a quote or a line end; a quote in them is doubled
 * @param escape in front of any character that is to mean itself, if there is such
 * @param nullText what stands for null, unless it is quoted
 */
public record CsvFormat(char delimiter, char quote, Optional<Character> escape, String nullText) {

    /**
     * @throws IllegalArgumentException if a character has two meanings
     */
    public CsvFormat {
        boolean clash = delimiter == quote || escape.filter(e -> e == delimiter).isPresent();
        if (clash) {
            throw new IllegalArgumentException(
                    "csv.delimiter must be another character than csv.quote and csv.escape: they all are '" + delimiter
                            + "'");
        }
        if (isLineEnd(delimiter)
                || isLineEnd(quote)
                || escape.filter(CsvFormat::isLineEnd).isPresent()) {
            throw new IllegalArgumentException("csv.delimiter, csv.quote and csv.escape cannot be a line end");
        }
        // An escape that is the quote is what RFC 4180 has anyway.
        escape = escape.filter(e -> e != quote);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /**
     * Reads a character as users write it: itself, or {@code tab}, {@code \t}, {@code space}, {@code \\} for those that
     * a properties file makes hard to write.
     *
     * @throws IllegalArgumentException if it is not one character
     */
    public static char character(String text) {
        return switch (text) {
            case "tab", "\\t" -> '\t';
            case "space" -> ' ';
            case "\\\\" -> '\\';
            default -> {
                if (text.length() != 1) {
                    throw new IllegalArgumentException("must be one character, or tab, or space");
                }
                yield text.charAt(0);
            }
        };
    }
}
