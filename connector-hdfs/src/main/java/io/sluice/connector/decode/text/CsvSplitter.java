/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import io.sluice.connector.decode.value.BadValueException;
import org.jspecify.annotations.Nullable;

/** Takes single CSV records apart. Not thread-safe: it keeps the cells of the last one. */
public final class CsvSplitter {

    private static final char NONE = 0;

    private final char delimiter;
    private final char quote;
    private final char escape;
    private final String nullText;
    private final @Nullable String[] cells;
    private String text = "";
    private int at;

    /**
     * @param columns that each record has
     */
    public CsvSplitter(CsvFormat format, int columns) {
        this.delimiter = format.delimiter();
        this.quote = format.quote();
        this.escape = format.escape().orElse(NONE);
        this.nullText = format.nullText();
        this.cells = new String[columns];
    }

    /** A cell of the last record, by position; null if it is the text for null, and not quoted. */
    public @Nullable String cell(int column) {
        return cells[column];
    }

    /**
     * Splits a record, which may have quoted line ends in it and one behind it.
     *
     * @throws BadValueException if the text is not one record of so many cells
     */
    public void split(String record) {
        text = record;
        at = 0;
        int found = 0;
        while (true) {
            @Nullable String cell = at < text.length() && text.charAt(at) == quote ? quoted() : plain();
            if (found < cells.length) {
                cells[found] = cell;
            }
            found++;
            if (at < text.length() && text.charAt(at) == delimiter) {
                at++;
            } else {
                break;
            }
        }
        requireEnd();
        if (found != cells.length) {
            throw new BadValueException("expected " + cells.length + " cells of CSV as csv.columns has them, found "
                    + found + ": " + BadValueException.brief(record));
        }
    }

    private @Nullable String plain() {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == delimiter || c == '\n' || c == '\r') {
                break;
            }
            if (c == escape && escape != NONE) {
                return escapedPlain(start);
            }
            at++;
        }
        return orNull(text.substring(start, at));
    }

    /** {@code \N}, a common text for null, begins with what is an escape elsewhere. */
    private @Nullable String escapedPlain(int start) {
        int end = start + nullText.length();
        if (!nullText.isEmpty() && text.startsWith(nullText, start) && endsCell(end)) {
            at = end;
            return null;
        }
        StringBuilder cell = new StringBuilder().append(text, start, at);
        while (!endsCell(at)) {
            cell.append(character());
        }
        return cell.toString();
    }

    private boolean endsCell(int position) {
        if (position >= text.length()) {
            return true;
        }
        char c = text.charAt(position);
        return c == delimiter || c == '\n' || c == '\r';
    }

    private @Nullable String orNull(String cell) {
        return cell.equals(nullText) ? null : cell;
    }

    private String quoted() {
        int opened = at++;
        int start = at;
        // Most have nothing in them that is not itself.
        while (at < text.length() && text.charAt(at) != quote && (escape == NONE || text.charAt(at) != escape)) {
            at++;
        }
        boolean simple = at < text.length()
                && text.charAt(at) == quote
                && (at + 1 == text.length() || text.charAt(at + 1) != quote);
        if (simple) {
            return text.substring(start, at++);
        }
        StringBuilder cell = new StringBuilder().append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == quote && (at + 1 == text.length() || text.charAt(at + 1) != quote)) {
                at++;
                return cell.toString();
            }
            if (c == quote) {
                at++;
            }
            cell.append(c == quote ? text.charAt(at++) : character());
        }
        throw new BadValueException("not a record of CSV: the quote at character " + (opened + 1)
                + " does not close, in " + BadValueException.brief(text));
    }

    /** The next character, without the escape in front of it. */
    private char character() {
        if (escape != NONE && text.charAt(at) == escape && at + 1 < text.length()) {
            at++;
        }
        return text.charAt(at++);
    }

    private void requireEnd() {
        int end = at;
        if (end < text.length() && text.charAt(end) == '\r') {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '\n') {
            end++;
        }
        if (end == text.length()) {
            return;
        }
        throw new BadValueException(
                end > at
                        ? "expected one record of CSV, found a second line outside of quotes: "
                                + BadValueException.brief(text)
                        : "not a record of CSV: something follows the closing quote, at character " + (at + 1) + ", in "
                                + BadValueException.brief(text));
    }
}
