/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.avro.Schema;

/**
 * Tells schemas apart: the SHA-256 of all in a schema that decides how data is read, which is names, types, symbols,
 * sizes, defaults, aliases and logical types, in a fixed order. Docs, white space, the sort order of fields and other
 * properties do not count.
 *
 * <p>Avro's own parsing fingerprint leaves out defaults and logical types: by it a timestamp is a long.
 *
 * @param hex 64 digits
 */
public record SchemaFingerprint(String hex) {

    private static final int SHORT_DIGITS = 16;

    public static SchemaFingerprint of(Schema schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(new CanonicalForm().write(schema).getBytes(UTF_8));
            return new SchemaFingerprint(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The first 16 digits: enough to tell the schemas of a table apart, short enough for a file name. */
    public String shortHex() {
        return hex.substring(0, SHORT_DIGITS);
    }

    @Override
    public String toString() {
        return hex;
    }
}
