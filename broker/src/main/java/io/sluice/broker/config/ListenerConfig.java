/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * An address to listen on or to advertise, such as {@code PLAINTEXT://0.0.0.0:9092}.
 *
 * @param name of the listener; today {@code PLAINTEXT}, the only protocol
 * @param host empty for all addresses of this machine
 * @param port 0 to let the system choose a free one
 */
public record ListenerConfig(String name, String host, int port) {
    private static final Pattern SYNTAX = Pattern.compile("([A-Za-z0-9_]+)://\\[?([^\\[\\]/]*?)]?:(\\d{1,5})");

    /** @throws ConfigException naming the key and what is wrong */
    static ListenerConfig parse(String key, String text) {
        Matcher parts = SYNTAX.matcher(text.trim());
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            throw new ConfigException(key, text, "write PROTOCOL://HOST:PORT, for example PLAINTEXT://:9092");
        }
        if (!parts.group(1).equals("PLAINTEXT")) {
            throw new ConfigException(key, text, "only PLAINTEXT is served");
        }
        return new ListenerConfig(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
    }

    /** Resolved now. */
    public InetSocketAddress bindAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** For clients to resolve. */
    public InetSocketAddress advertisedAddress() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return name + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
