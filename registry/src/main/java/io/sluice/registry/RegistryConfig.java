/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import io.sluice.registry.http.HttpConfig;
import io.sluice.registry.store.StoreConfig;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.client.TlsContexts;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What a registry needs to know, checked. */
public record RegistryConfig(HttpConfig http, StoreConfig store) {

    /**
     * Reads settings by the keys of the reference.
     *
     * @throws ConfigException if one is missing, unknown or wrong; the message names it
     */
    public static RegistryConfig parse(Map<String, String> settings) {
        requireKnown(settings);
        AbstractConfig config = new AbstractConfig(RegistryKeys.DEFINITION, settings, false);
        URI listener = listener(config);
        boolean https = "https".equals(listener.getScheme());
        int port = listener.getPort() >= 0 ? listener.getPort() : https ? 443 : 80;
        HttpConfig http = new HttpConfig(
                new InetSocketAddress(listener.getHost(), port),
                https ? Optional.of(tls(config)) : Optional.empty(),
                "REQUIRED".equals(config.getString(RegistryKeys.CLIENT_AUTHENTICATION)),
                passwords(config),
                config.getInt(RegistryKeys.THREADS),
                config.getInt(RegistryKeys.QUEUE),
                config.getInt(RegistryKeys.REQUEST_MAX_BYTES));
        return new RegistryConfig(http, store(config, settings));
    }

    /** The reference of all keys, as in docs/registry-configuration.md. */
    public static String markdown() {
        return RegistryMarkdown.render(RegistryKeys.DEFINITION);
    }

    private static StoreConfig store(AbstractConfig config, Map<String, String> settings) {
        Map<String, String> clients = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(RegistryKeys.CLIENT_PREFIX) && !isOwn(key)) {
                clients.put(key.substring(RegistryKeys.CLIENT_PREFIX.length()), value);
            }
        });
        clients.put("bootstrap.servers", bootstrapServers(config));
        clients.putIfAbsent("max.request.size", String.valueOf(2 * config.getInt(RegistryKeys.REQUEST_MAX_BYTES)));
        return new StoreConfig(
                clients,
                config.getString(RegistryKeys.TOPIC),
                config.getInt(RegistryKeys.REPLICATION_FACTOR).shortValue(),
                config.getLong(RegistryKeys.INIT_TIMEOUT_MS),
                config.getLong(RegistryKeys.TIMEOUT_MS),
                CompatibilityLevel.valueOf(config.getString(RegistryKeys.LEVEL).toUpperCase(Locale.ROOT)));
    }

    /** Confluent's files have the protocol in front, as in {@code PLAINTEXT://broker:9092}. */
    private static String bootstrapServers(AbstractConfig config) {
        List<String> servers = config.getList(RegistryKeys.BOOTSTRAP_SERVERS);
        if (servers.isEmpty()) {
            throw new ConfigException(RegistryKeys.BOOTSTRAP_SERVERS, servers, "names no broker");
        }
        return String.join(
                ",",
                servers.stream()
                        .map(server -> server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3))
                        .toList());
    }

    private static void requireKnown(Map<String, String> settings) {
        for (String key : new TreeMap<>(settings).keySet()) {
            if (!isOwn(key) && !isClients(key)) {
                throw new ConfigException("unknown key " + key + "; there are "
                        + String.join(", ", new TreeMap<>(RegistryKeys.DEFINITION.configKeys()).keySet())
                        + ", and those of Kafka's clients behind " + RegistryKeys.CLIENT_PREFIX);
            }
        }
    }

    private static boolean isOwn(String key) {
        return RegistryKeys.DEFINITION.names().contains(key);
    }

    private static boolean isClients(String key) {
        if (!key.startsWith(RegistryKeys.CLIENT_PREFIX)) {
            return false;
        }
        String name = key.substring(RegistryKeys.CLIENT_PREFIX.length());
        return ProducerConfig.configNames().contains(name)
                || ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }

    private static URI listener(AbstractConfig config) {
        List<String> listeners = config.getList(RegistryKeys.LISTENERS);
        if (listeners.size() != 1) {
            throw new ConfigException(RegistryKeys.LISTENERS, listeners, "must be one URL");
        }
        try {
            URI uri = URI.create(listeners.get(0));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(RegistryKeys.LISTENERS, listeners, "is no URL: " + e.getMessage());
        }
        throw new ConfigException(RegistryKeys.LISTENERS, listeners, "must be like http://0.0.0.0:8081");
    }

    private static SSLContext tls(AbstractConfig config) {
        String keystore = config.getString(RegistryKeys.KEYSTORE);
        if (keystore == null) {
            throw new ConfigException(RegistryKeys.KEYSTORE, null, "must be set for an https listener");
        }
        TlsContexts tls = new TlsContexts()
                .keystore(
                        Path.of(keystore),
                        config.getString(RegistryKeys.KEYSTORE_TYPE),
                        password(config, RegistryKeys.KEYSTORE_PASSWORD),
                        password(config, RegistryKeys.KEY_PASSWORD));
        String truststore = config.getString(RegistryKeys.TRUSTSTORE);
        if (truststore != null) {
            tls = tls.truststore(
                    Path.of(truststore),
                    config.getString(RegistryKeys.TRUSTSTORE_TYPE),
                    password(config, RegistryKeys.TRUSTSTORE_PASSWORD));
        }
        try {
            return tls.build();
        } catch (IOException e) {
            throw new ConfigException("the keys of the https listener cannot be used: " + e.getMessage());
        }
    }

    private static Optional<String> password(AbstractConfig config, String key) {
        return Optional.ofNullable(config.getPassword(key)).map(Password::value);
    }

    private static Map<String, String> passwords(AbstractConfig config) {
        if ("NONE".equals(config.getString(RegistryKeys.AUTHENTICATION))) {
            return Map.of();
        }
        String file = config.getString(RegistryKeys.USERS_FILE);
        if (file == null) {
            throw new ConfigException(
                    RegistryKeys.USERS_FILE, null, "must be set with " + RegistryKeys.AUTHENTICATION + "=BASIC");
        }
        Properties users = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            users.load(reader);
        } catch (IOException e) {
            throw new ConfigException(RegistryKeys.USERS_FILE, file, "cannot be read: " + e);
        }
        Map<String, String> passwords = new HashMap<>();
        users.stringPropertyNames().forEach(user -> passwords.put(user, users.getProperty(user)));
        if (passwords.isEmpty()) {
            throw new ConfigException(RegistryKeys.USERS_FILE, file, "names no user");
        }
        return passwords;
    }
}
