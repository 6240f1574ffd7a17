/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * All that the journal tells: what everybody may see, and the counter that nobody else needs. Immutable.
 *
 * @param nextProducerId the first producer id that was not set aside yet
 */
public record ClusterState(ClusterImage image, long nextProducerId) {

    public static ClusterState empty(String clusterId, int brokerId) {
        return new ClusterState(new ClusterImage(clusterId, brokerId, 0, Map.of(), Map.of()), 0);
    }

    TopicImage topic(Uuid id) {
        return image.topic(id).orElseThrow(() -> new IllegalStateException("there is no topic of id " + id));
    }

    ClusterState with(TopicImage topic) {
        Map<String, TopicImage> byName = new HashMap<>(image.topicsByName());
        Map<Uuid, TopicImage> byId = new HashMap<>(image.topicsById());
        byName.put(topic.name(), topic);
        byId.put(topic.id(), topic);
        return with(byName, byId);
    }

    ClusterState without(Uuid topicId) {
        Map<String, TopicImage> byName = new HashMap<>(image.topicsByName());
        Map<Uuid, TopicImage> byId = new HashMap<>(image.topicsById());
        byName.remove(topic(topicId).name());
        byId.remove(topicId);
        return with(byName, byId);
    }

    ClusterState withNextProducerId(long next) {
        return new ClusterState(
                new ClusterImage(
                        image.clusterId(),
                        image.brokerId(),
                        image.version() + 1,
                        image.topicsByName(),
                        image.topicsById(),
                        image.brokerConfigs()),
                next);
    }

    ClusterState withBrokerConfigs(String broker, Map<String, String> configs) {
        Map<String, Map<String, String>> all = new HashMap<>(image.brokerConfigs());
        if (configs.isEmpty()) {
            all.remove(broker);
        } else {
            all.put(broker, configs);
        }
        return new ClusterState(
                new ClusterImage(
                        image.clusterId(),
                        image.brokerId(),
                        image.version() + 1,
                        image.topicsByName(),
                        image.topicsById(),
                        Map.copyOf(all)),
                nextProducerId);
    }

    private ClusterState with(Map<String, TopicImage> byName, Map<Uuid, TopicImage> byId) {
        return new ClusterState(
                new ClusterImage(
                        image.clusterId(),
                        image.brokerId(),
                        image.version() + 1,
                        Map.copyOf(byName),
                        Map.copyOf(byId),
                        image.brokerConfigs()),
                nextProducerId);
    }

    /** The shortest history that leads to this state, but for the version. */
    public List<ClusterRecord> asRecords() {
        List<ClusterRecord> records = new ArrayList<>();
        if (nextProducerId > 0) {
            records.add(new ClusterRecord.ProducerIdsReserved(nextProducerId));
        }
        new TreeMap<>(image.brokerConfigs())
                .forEach((broker, configs) -> records.add(new ClusterRecord.BrokerConfigured(broker, configs)));
        image.topicsByName().values().stream()
                .sorted(Comparator.comparing(TopicImage::name))
                .forEach(topic -> records.add(
                        new ClusterRecord.TopicCreated(topic.name(), topic.id(), topic.partitions(), topic.configs())));
        return records;
    }
}
