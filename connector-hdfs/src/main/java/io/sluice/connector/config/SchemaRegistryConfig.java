/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static io.sluice.connector.config.ConfigKeys.*;

import io.sluice.schema.registry.client.RegistryClientConfig;
import io.sluice.schema.registry.client.TlsContexts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * How the schema registry is reached.
 *
 * @param urls of the same registry, at least one
 * @param userInfo {@code user:password}
 * @param truststore of the certificates that the registry is recognised by; the JVM's if it is not set
 * @param keystore of the certificate that the task shows
 */
public record SchemaRegistryConfig(
        List<URI> urls, Optional<Password> userInfo, Optional<KeyFile> truststore, Optional<KeyFile> keystore) {

    public SchemaRegistryConfig {
        urls = List.copyOf(urls);
    }

    /**
     * A file with keys or certificates.
     *
     * @param type such as {@code PKCS12} or {@code JKS}
     * @param keyPassword of the key itself, if it has another
     */
    public record KeyFile(Path file, String type, Optional<Password> password, Optional<Password> keyPassword) {}

    /** Empty if {@code schema.registry.url} is not set. */
    static Optional<SchemaRegistryConfig> read(AbstractConfig config) {
        List<String> urls = config.getList(REGISTRY_URL);
        if (urls.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SchemaRegistryConfig(
                urls.stream().map(url -> URI.create(url.replaceAll("/+$", ""))).toList(),
                password(config, REGISTRY_USER_INFO),
                keyFile(config, REGISTRY_TRUSTSTORE, REGISTRY_TRUSTSTORE_TYPE, REGISTRY_TRUSTSTORE_PASSWORD),
                keyFile(config, REGISTRY_KEYSTORE, REGISTRY_KEYSTORE_TYPE, REGISTRY_KEYSTORE_PASSWORD)));
    }

    private static Optional<KeyFile> keyFile(AbstractConfig config, String file, String type, String password) {
        return Optional.ofNullable(config.getString(file))
                .map(path -> new KeyFile(
                        Path.of(path),
                        config.getString(type),
                        password(config, password),
                        password(config, REGISTRY_KEY_PASSWORD)));
    }

    private static Optional<Password> password(AbstractConfig config, String key) {
        return Optional.ofNullable(config.getPassword(key));
    }

    /**
     * The same for the client; opens the files.
     *
     * @throws ConfigException if one cannot be read
     */
    public RegistryClientConfig forClient() {
        RegistryClientConfig client = RegistryClientConfig.of(urls);
        if (userInfo.isPresent()) {
            client = client.withUserInfo(userInfo.get().value());
        }
        if (truststore.isEmpty() && keystore.isEmpty()) {
            return client;
        }
        TlsContexts tls = new TlsContexts();
        truststore.ifPresent(store -> tls.truststore(store.file(), store.type(), value(store.password())));
        keystore.ifPresent(
                store -> tls.keystore(store.file(), store.type(), value(store.password()), value(store.keyPassword())));
        try {
            return client.withTls(tls.build());
        } catch (IOException e) {
            throw new ConfigException("schema.registry.ssl: " + e.getMessage());
        }
    }

    private static Optional<String> value(Optional<Password> password) {
        return password.map(Password::value);
    }
}
