/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP Basic: whether the header of a request names a user and its password. */
final class Passwords {

    private static final String SCHEME = "Basic ";

    private final Map<String, String> passwords;

    Passwords(Map<String, String> passwords) {
        this.passwords = passwords;
    }

    /** Takes the same time for a wrong password as for the right one. */
    boolean admits(@Nullable String authorization) {
        if (passwords.isEmpty()) {
            return true;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String[] given = decode(authorization.substring(SCHEME.length())).split(":", 2);
        String expected = passwords.get(given[0]);
        return given.length == 2
                && MessageDigest.isEqual(bytes(expected == null ? "" : expected), bytes(given[1]))
                && expected != null;
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
