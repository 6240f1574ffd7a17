/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.math.BigInteger;

/**
 * The words of a {@code .proto} text, one at a time, without white space and comments. Identifiers, numbers and texts
 * are words, and every other character is one. Not thread-safe.
 */
final class ProtoLexer {

    enum Kind {
        IDENTIFIER,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    private final String path;
    private final String text;
    private int position;
    private int start;
    private Kind kind = Kind.END;
    private String word = "";

    /** @param path of the file, for messages */
    ProtoLexer(String path, String text) {
        this.path = path;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        next();
    }

    /** What the current word is. */
    Kind kind() {
        return kind;
    }

    /** The current word as it is written; a text without its quotes. */
    String word() {
        return word;
    }

    boolean is(String expected) {
        return (kind == Kind.IDENTIFIER || kind == Kind.SYMBOL) && word.equals(expected);
    }

    /** Moves behind the current word if it is this one. */
    boolean accept(String expected) {
        boolean is = is(expected);
        if (is) {
            next();
        }
        return is;
    }

    void expect(String expected) {
        if (!accept(expected)) {
            throw fault("expected '" + expected + "'");
        }
    }

    /** The current word, which must be of this kind; moves behind it. */
    String take(Kind expected, String description) {
        if (kind != expected) {
            throw fault("expected " + description);
        }
        String taken = word;
        next();
        return taken;
    }

    String identifier() {
        return take(Kind.IDENTIFIER, "a name");
    }

    /** A whole number with its sign. */
    long integer(long min, long max) {
        String expected = "a whole number from " + min + " to " + max;
        boolean negative = accept("-");
        int at = start;
        String number = take(Kind.NUMBER, expected);
        try {
            long value = unsigned(number).longValueExact() * (negative ? -1 : 1);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below, with the range
        }
        throw fault(at, "expected " + expected + ", found '" + (negative ? "-" : "") + number + "'");
    }

    /**
     * The value of a whole number: decimal, octal or hexadecimal.
     *
     * @throws NumberFormatException if it is none
     */
    static BigInteger unsigned(String number) {
        if (number.startsWith("0x") || number.startsWith("0X")) {
            return new BigInteger(number.substring(2), 16);
        }
        return new BigInteger(number, number.length() > 1 && number.startsWith("0") ? 8 : 10);
    }

    /** Texts that follow one another are one. */
    ByteString bytes() {
        ByteString bytes = literal();
        while (kind == Kind.TEXT) {
            bytes = bytes.concat(literal());
        }
        return bytes;
    }

    private ByteString literal() {
        int at = start;
        String quoted = take(Kind.TEXT, "a text in quotes");
        try {
            return TextFormat.unescapeBytes(quoted);
        } catch (TextFormat.InvalidEscapeSequenceException e) {
            throw fault(at, "in a text: " + e.getMessage());
        }
    }

    ProtoSchemaException fault(String problem) {
        String found = kind == Kind.END ? "the end of the file" : "'" + word + "'";
        return fault(start, problem + ", found " + found);
    }

    private ProtoSchemaException fault(int at, String problem) {
        String before = text.substring(0, at);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = at - before.lastIndexOf('\n');
        return new ProtoSchemaException(path + ":" + line + ":" + column + ": " + problem);
    }

    /** Moves to the next word. */
    void next() {
        skipBlanks();
        start = position;
        if (position == text.length()) {
            kind = Kind.END;
            word = "";
            return;
        }
        char first = text.charAt(position);
        if (isLetter(first)) {
            kind = Kind.IDENTIFIER;
            skipWord();
        } else if (isDigit(first)
                || (first == '.' && position + 1 < text.length() && isDigit(text.charAt(position + 1)))) {
            kind = Kind.NUMBER;
            skipNumber();
        } else if (first == '"' || first == '\'') {
            kind = Kind.TEXT;
            skipText(first);
            word = text.substring(start + 1, position - 1);
            return;
        } else {
            kind = Kind.SYMBOL;
            position++;
        }
        word = text.substring(start, position);
    }

    private void skipBlanks() {
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else if (text.startsWith("//", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf("*/", position + 2);
                if (end < 0) {
                    throw fault(position, "a comment that does not end");
                }
                position = end + 2;
            } else {
                return;
            }
        }
    }

    private void skipWord() {
        while (position < text.length() && (isLetter(text.charAt(position)) || isDigit(text.charAt(position)))) {
            position++;
        }
    }

    private void skipNumber() {
        while (position < text.length()) {
            char c = text.charAt(position);
            boolean sign = (c == '+' || c == '-') && (text.charAt(position - 1) | 0x20) == 'e' && !isHex();
            if (!isDigit(c) && !isLetter(c) && c != '.' && !sign) {
                return;
            }
            position++;
        }
    }

    private boolean isHex() {
        return text.startsWith("0x", start) || text.startsWith("0X", start);
    }

    private void skipText(char quote) {
        position++;
        while (position < text.length() && text.charAt(position) != quote && text.charAt(position) != '\n') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        if (position >= text.length() || text.charAt(position) != quote) {
            throw fault(start, "a text that does not end on its line");
        }
        position++;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
