/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * All metadata at one moment. Immutable; a new one for every change.
 *
 * @param brokerConfigs what was set on brokers while they ran: by broker id as text, "" for all, then by Kafka's names
 * @param version rises by one with every event of the journal
 */
public record ClusterImage(
        String clusterId,
        int brokerId,
        long version,
        Map<String, TopicImage> topicsByName,
        Map<Uuid, TopicImage> topicsById,
        Map<String, Map<String, String>> brokerConfigs) {

    /** Nothing is set on brokers. */
    public ClusterImage(
            String clusterId,
            int brokerId,
            long version,
            Map<String, TopicImage> topicsByName,
            Map<Uuid, TopicImage> topicsById) {
        this(clusterId, brokerId, version, topicsByName, topicsById, Map.of());
    }

    /** @param broker an id as text, or "" for what is set on all brokers */
    public Map<String, String> brokerConfigs(String broker) {
        return brokerConfigs.getOrDefault(broker, Map.of());
    }

    public Optional<TopicImage> topic(String name) {
        return Optional.ofNullable(topicsByName.get(name));
    }

    /** Whether there is a partition of this number, whatever a client takes for one. */
    public boolean hasPartition(String topic, int partition) {
        return partition >= 0
                && topic(topic).filter(found -> partition < found.partitions()).isPresent();
    }

    public Optional<TopicImage> topic(Uuid id) {
        return Optional.ofNullable(topicsById.get(id));
    }
}
