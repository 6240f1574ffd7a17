/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What stands between a record's key and its value; the first one counts. */
public final class KeySeparator {

    private final byte[] bytes;

    /** @param text at least one character; {@code \t} is a tab */
    public KeySeparator(String text) {
        this.bytes = text.replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a key separator has at least one character");
        }
    }

    /** Where the key ends: the bytes before are the key, those after the separator the value. -1 if there is none. */
    public int indexIn(byte[] event) {
        for (int at = 0; at + bytes.length <= event.length; at++) {
            if (Arrays.equals(event, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        return -1;
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }
}
