/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.testing;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderFactory;

/** Keys of encryption zones. */
public final class ZoneKeys {

    private static final int BITS = 128;

    private ZoneKeys() {}

    /** Makes one where {@code hadoop.security.key.provider.path} says. A NameNode reads them when it starts, never again. */
    public static void create(Configuration configuration, String name) throws IOException {
        try {
            KeyProvider keys = KeyProviderFactory.getProviders(configuration).get(0);
            keys.createKey(name, KeyProvider.options(configuration).setBitLength(BITS));
            keys.flush();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has AES", e);
        }
    }
}
