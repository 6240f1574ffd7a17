/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import io.sluice.schema.CompatibilityLevel;
import java.util.Map;

/**
 * Where the log of the registry is.
 *
 * @param clients settings of Kafka's clients, {@code bootstrap.servers} among them
 * @param replicas of the topic, if it has to be made; fewer if there are fewer brokers
 * @param initTimeoutMs the longest that the log may take to be read at the start
 * @param timeoutMs the longest that a record may take to be written and read back
 * @param defaultLevel the global compatibility level as long as none was set
 */
public record StoreConfig(
        Map<String, String> clients,
        String topic,
        short replicas,
        long initTimeoutMs,
        long timeoutMs,
        CompatibilityLevel defaultLevel) {

    public StoreConfig {
        clients = Map.copyOf(clients);
    }
}
