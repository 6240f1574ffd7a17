/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * All metadata at one moment. Immutable; a new one for every change.
 *
 * @param version rises by one with every event of the journal
 */
public record ClusterImage(
        String clusterId,
        int brokerId,
        long version,
        Map<String, TopicImage> topicsByName,
        Map<Uuid, TopicImage> topicsById) {

    public Optional<TopicImage> topic(String name) {
        return Optional.ofNullable(topicsByName.get(name));
    }

    public Optional<TopicImage> topic(Uuid id) {
        return Optional.ofNullable(topicsById.get(id));
    }
}
