/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry;

import io.sluice.registry.http.ApiServer;
import io.sluice.registry.store.RegistryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running registry: the log is read, then requests are answered. Several may run on one topic, in this process or in
 * others; each answers everything.
 */
public final class RegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);

    private final RegistryStore store;
    private final ApiServer api;
    private final URI url;

    private RegistryServer(RegistryStore store, ApiServer api, URI url) {
        this.store = store;
        this.api = api;
        this.url = url;
    }

    /**
     * Returns when the registry answers.
     *
     * @throws IOException if it cannot listen
     * @throws org.apache.kafka.common.KafkaException if its topic cannot be made or read in time
     */
    public static RegistryServer start(RegistryConfig config) throws IOException {
        RegistryStore store = RegistryStore.open(config.store());
        try {
            ApiServer api = ApiServer.start(config.http(), store);
            URI url = url(config.http().tls().isPresent() ? "https" : "http", api.address());
            LOG.info("Schema registry at {}, on topic {}", url, config.store().topic());
            return new RegistryServer(store, api, url);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static URI url(String scheme, InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String name = host.isAnyLocalAddress() ? "localhost" : host.getHostAddress();
        return URI.create(scheme + "://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + address.getPort());
    }

    /** What clients on this machine connect to. */
    public URI url() {
        return url;
    }

    /** Answers what is being asked, then stops. */
    @Override
    public void close() {
        api.close();
        store.close();
    }
}
