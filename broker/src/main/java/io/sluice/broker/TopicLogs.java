/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.config.DynamicConfig;
import io.sluice.broker.config.TopicConfigs;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.engine.LogEngine;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Keeps the logs in line with the metadata: one for each partition there is, configured as its topic says, over the
 * defaults that are in force.
 */
final class TopicLogs implements ClusterMetadata.Listener {
    private final LogEngine logs;
    private final BrokerConfig config;

    TopicLogs(LogEngine logs, BrokerConfig config) {
        this.logs = logs;
        this.config = config;
    }

    @Override
    public void changed(ClusterImage before, ClusterImage now) {
        boolean otherDefaults = !now.brokerConfigs().equals(before.brokerConfigs());
        if (otherDefaults) {
            DynamicConfig dynamic = DynamicConfig.of(
                    config, now.brokerConfigs(Integer.toString(config.nodeId())), now.brokerConfigs(""));
            dynamic.putInForce();
            logs.reconfigure(dynamic.cleaner());
        }
        TopicConfigs configs = config.topics().configs();
        // Most topics set nothing or the same: resolving is the dear part of starting with many of them
        Map<Map<String, String>, LogConfig> resolved = new HashMap<>();
        now.topicsById().forEach((id, topic) -> {
            if (otherDefaults || !topic.equals(before.topicsById().get(id))) {
                createAll(topic, resolved.computeIfAbsent(topic.configs(), configs::resolve));
            }
        });
        before.topicsById().keySet().stream()
                .filter(id -> !now.topicsById().containsKey(id))
                .forEach(logs::delete);
    }

    /** Deletes the logs that a crash left behind, between the event that deleted their topic and their own end. */
    void deleteOrphans(Set<Uuid> topicsWithLogs, ClusterImage image) {
        topicsWithLogs.stream().filter(id -> image.topic(id).isEmpty()).forEach(logs::delete);
    }

    private void createAll(TopicImage topic, LogConfig settings) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            logs.create(new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), partition)), settings);
        }
    }
}
