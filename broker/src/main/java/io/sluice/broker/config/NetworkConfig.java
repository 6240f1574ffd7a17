/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import java.util.List;

/**
 * How the broker is reached, and how much it takes in.
 *
 * @param listeners at least one, each of another name
 * @param advertised what to tell clients instead of the address they connected to, by listener; may be empty
 * @param threads event loops
 * @param requestMaxBytes a longer request closes its connection
 * @param fetchMaxBytes of records in one answer, a single larger batch aside
 * @param queuedMaxRequestBytes of all requests together, before connections are no longer read from; -1 for a default
 * @param connectionsMaxIdleMs after which a connection that is not used is closed; 0 for never
 */
public record NetworkConfig(
        List<ListenerConfig> listeners,
        List<ListenerConfig> advertised,
        int threads,
        int requestMaxBytes,
        int fetchMaxBytes,
        long queuedMaxRequestBytes,
        long connectionsMaxIdleMs) {

    public NetworkConfig {
        listeners = List.copyOf(listeners);
        advertised = List.copyOf(advertised);
    }
}
