/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Steps over JSON's plain tokens. What is not plain is left to the parser: escapes, other bytes than UTF-8, exponents,
 * numbers of more digits than are surely exact, a minus before nought. Not thread-safe.
 */
final class FlatValues {

    /** Less than a long holds, whatever the digits are. */
    private static final int MOST_DIGITS = 18;

    /** A double holds all whole numbers of so many digits, and powers of ten up to 22: their quotient is rounded once. */
    private static final int MOST_EXACT_DIGITS = 15;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = ONES << 7;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private byte[] json = {};
    private int at;
    private int from;
    private int to;
    private long whole;
    private double real;

    void begin(byte[] bytes, int start) {
        json = bytes;
        at = start;
    }

    /** A token of one character, after any blanks. */
    boolean takes(char token) {
        blanks();
        if (at < json.length && json[at] == token) {
            at++;
            return true;
        }
        return false;
    }

    /** A word of letters. What follows must be looked at for it to be a token. */
    boolean takes(String word) {
        blanks();
        int end = at + word.length();
        if (end > json.length) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (json[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at = end;
        return true;
    }

    /** These bytes, after any blanks. */
    boolean takes(byte[] token) {
        blanks();
        int end = at + token.length;
        if (end > json.length || !Arrays.equals(json, at, end, token, 0, token.length)) {
            return false;
        }
        at = end;
        return true;
    }

    boolean atEnd() {
        blanks();
        return at == json.length;
    }

    private void blanks() {
        while (at < json.length && json[at] <= ' ' && isBlank(json[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    byte[] json() {
        return json;
    }

    /** Where the last text begins. */
    int from() {
        return from;
    }

    /** Where the last text ends, exclusive. */
    int to() {
        return to;
    }

    /** A text in quotes whose bytes are its value. */
    boolean takesPlainText() {
        if (!takes('"')) {
            return false;
        }
        int i = plainBytes(at);
        while (i < json.length) {
            byte b = json[i];
            if (b == '"') {
                from = at;
                to = i;
                at = i + 1;
                return true;
            }
            if (b >= 0 ? b < ' ' || b == '\\' : !wellFormed(i)) {
                return false;
            }
            i = plainBytes(b >= 0 ? i + 1 : i + lengthOf(b));
        }
        return false;
    }

    /** Where eight bytes begin that are not all plain: neither a quote, a backslash, a control, nor a part of a character. */
    private int plainBytes(int from) {
        int i = from;
        while (i + Long.BYTES <= json.length) {
            long eight = (long) EIGHT_BYTES.get(json, i);
            long notPlain = (eight | below(eight, SPACES) | zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES)) & TOPS;
            if (notPlain != 0) {
                return i + Long.numberOfTrailingZeros(notPlain) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        return i;
    }

    /** Has the top bit of each byte that is less, up to the first one. */
    private static long below(long bytes, long limits) {
        return (bytes - limits) & ~bytes;
    }

    /** Has the top bit of each byte that is nought, up to the first one. */
    private static long zeros(long bytes) {
        return below(bytes, ONES);
    }

    private static int lengthOf(byte lead) {
        int b = lead & 0xff;
        return b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    /** Whether a character of two or three bytes begins here, in its shortest form, and is no half of a pair. */
    private boolean wellFormed(int i) {
        int lead = json[i] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continues(i + 1);
        }
        if (lead >= 0xe0 && lead <= 0xef && continues(i + 1) && continues(i + 2)) {
            int second = json[i + 1] & 0xff;
            return !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second > 0x9f);
        }
        return false;
    }

    private boolean continues(int i) {
        return i < json.length && (json[i] & 0xc0) == 0x80;
    }

    long whole() {
        return whole;
    }

    double real() {
        return real;
    }

    /** A whole number. */
    boolean takesWhole() {
        return digits() && !(at < json.length && goesOn(json[at]));
    }

    /** A number, with a fraction or without. */
    boolean takesNumber() {
        boolean negative = startsWithMinus();
        if (!digits()) {
            return false;
        }
        int scale = 0;
        long mantissa = Math.abs(whole);
        int length = to - from;
        if (at < json.length && json[at] == '.') {
            int first = ++at;
            while (at < json.length && isDigit(json[at]) && length + scale <= MOST_EXACT_DIGITS) {
                mantissa = mantissa * 10 + (json[at++] - '0');
                scale++;
            }
            if (at == first) {
                return false;
            }
        }
        if (length + scale > MOST_EXACT_DIGITS
                || (negative && mantissa == 0)
                || (at < json.length && goesOn(json[at]))) {
            return false;
        }
        double value = mantissa / POWERS[scale];
        real = negative ? -value : value;
        return true;
    }

    private boolean startsWithMinus() {
        blanks();
        return at < json.length && json[at] == '-';
    }

    /** Sets {@link #whole}, and {@link #from} and {@link #to} around the digits. */
    private boolean digits() {
        boolean negative = startsWithMinus();
        int i = negative ? at + 1 : at;
        from = i;
        long value = 0;
        while (i < json.length && isDigit(json[i]) && i - from <= MOST_DIGITS) {
            value = value * 10 + (json[i++] - '0');
        }
        int length = i - from;
        boolean plain = length > 0 && length <= MOST_DIGITS && (json[from] != '0' || length == 1);
        if (!plain || (negative && json[from] == '0' && !(i < json.length && json[i] == '.'))) {
            return false;
        }
        to = i;
        at = i;
        whole = negative ? -value : value;
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Whether this belongs to a number still. */
    private static boolean goesOn(byte b) {
        return isDigit(b) || b == '.' || b == 'e' || b == 'E';
    }
}
