/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes an SSL context of key stores in files, as the keys {@code ssl.keystore.…} and {@code ssl.truststore.…} name them. */
public final class TlsContexts {

    private record Store(Path file, String type, Optional<String> password, Optional<String> keyPassword) {}

    private @Nullable Store keystore;
    private @Nullable Store truststore;

    /** The key that this side shows. */
    public TlsContexts keystore(Path file, String type, Optional<String> password, Optional<String> keyPassword) {
        keystore = new Store(file, type, password, keyPassword);
        return this;
    }

    /** The certificates that the other side is recognised by; the JVM's own if it is not set. */
    public TlsContexts truststore(Path file, String type, Optional<String> password) {
        truststore = new Store(file, type, password, Optional.empty());
        return this;
    }

    /** @throws IOException if a file cannot be read or opened with its password; the message names it */
    public SSLContext build() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (keystore == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(keystore), chars(keystore.keyPassword().or(keystore::password)));
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException, IOException {
        if (truststore == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load(truststore));
        return factory.getTrustManagers();
    }

    private static KeyStore load(Store store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(store.type());
        try (InputStream in = Files.newInputStream(store.file())) {
            keys.load(in, chars(store.password()));
        } catch (IOException e) {
            throw new IOException("cannot open the key store " + store.file() + ": " + e.getMessage(), e);
        }
        return keys;
    }

    private static char @Nullable [] chars(Optional<String> password) {
        return password.map(String::toCharArray).orElse(null);
    }
}
