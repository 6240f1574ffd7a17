/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

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

    /** A record's two parts. */
    public record KeyAndValue(byte[] key, byte[] value) {}

    /** Takes an event apart; empty if it has no separator. */
    public Optional<KeyAndValue> split(byte[] event) {
        for (int at = 0; at + bytes.length <= event.length; at++) {
            if (Arrays.equals(event, at, at + bytes.length, bytes, 0, bytes.length)) {
                return Optional.of(new KeyAndValue(
                        Arrays.copyOf(event, at), Arrays.copyOfRange(event, at + bytes.length, event.length)));
            }
        }
        return Optional.empty();
    }
}
