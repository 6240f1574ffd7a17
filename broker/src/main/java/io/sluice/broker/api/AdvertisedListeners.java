/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.kafka.common.Node;

/**
 * Where clients reach this broker: what the configuration says, or else the very address that the client asking has
 * reached it at, which is right behind every name, container and port but a forwarded one. Immutable.
 */
public final class AdvertisedListeners {
    private final int brokerId;
    private final Map<String, InetSocketAddress> configured;

    /** @param configured by listener name; may be unresolved. A listener that is not in it advertises what was asked */
    public AdvertisedListeners(int brokerId, Map<String, InetSocketAddress> configured) {
        this.brokerId = brokerId;
        this.configured = Map.copyOf(configured);
    }

    /** This broker, as the client of a request has to address it. */
    public Node node(RequestContext context) {
        InetSocketAddress address = configured.getOrDefault(context.listener(), context.localAddress());
        return new Node(brokerId, host(address), address.getPort());
    }

    private static String host(InetSocketAddress address) {
        // Literal, without a reverse look-up, if it was not given by name
        return address.getHostString();
    }
}
