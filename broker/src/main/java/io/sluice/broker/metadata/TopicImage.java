/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * A topic at one moment. Immutable.
 *
 * @param partitions how many; they are numbered from 0 without gaps
 * @param configs what was set on the topic itself, by Kafka's names
 */
public record TopicImage(String name, Uuid id, int partitions, Map<String, String> configs) {
    public TopicImage {
        configs = Map.copyOf(configs);
    }
}
