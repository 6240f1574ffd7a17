/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import java.util.Arrays;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Makes UTF-8 of the characters that the parser holds, with no string between. */
final class Utf8Text {

    /** The most that a char becomes; a surrogate pair becomes four. */
    private static final int BYTES_PER_CHAR = 3;

    private Utf8Text() {}

    /** Null if there is half of a surrogate pair, which UTF-8 has no bytes for. */
    static @Nullable Utf8 of(char[] chars, int start, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = chars[start + i];
            if (c >= 0x80) {
                return ofAny(chars, start, length);
            }
            bytes[i] = (byte) c;
        }
        return new Utf8(bytes);
    }

    private static @Nullable Utf8 ofAny(char[] chars, int start, int length) {
        byte[] bytes = new byte[length * BYTES_PER_CHAR];
        int end = 0;
        for (int i = start; i < start + length; i++) {
            char c = chars[i];
            if (c < 0x80) {
                bytes[end++] = (byte) c;
            } else if (c < 0x800) {
                bytes[end++] = (byte) (0xc0 | (c >> 6));
                bytes[end++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                bytes[end++] = (byte) (0xe0 | (c >> 12));
                bytes[end++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                bytes[end++] = (byte) (0x80 | (c & 0x3f));
            } else if (i + 1 < start + length && Character.isSurrogatePair(c, chars[i + 1])) {
                int point = Character.toCodePoint(c, chars[++i]);
                bytes[end++] = (byte) (0xf0 | (point >> 18));
                bytes[end++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                bytes[end++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                bytes[end++] = (byte) (0x80 | (point & 0x3f));
            } else {
                return null;
            }
        }
        return new Utf8(Arrays.copyOf(bytes, end));
    }
}
