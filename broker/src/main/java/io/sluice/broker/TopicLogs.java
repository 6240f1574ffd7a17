/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import io.sluice.broker.config.TopicConfigs;
import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Keeps the logs in line with the metadata: one for each partition there is, configured as its topic says. */
final class TopicLogs implements ClusterMetadata.Listener {
    private final LogStore logs;
    private final TopicConfigs configs;

    TopicLogs(LogStore logs, TopicConfigs configs) {
        this.logs = logs;
        this.configs = configs;
    }

    @Override
    public void changed(ClusterImage before, ClusterImage now) {
        // Most topics set nothing or the same: resolving is the dear part of starting with many of them
        Map<Map<String, String>, LogConfig> resolved = new HashMap<>();
        now.topicsById().forEach((id, topic) -> {
            if (!topic.equals(before.topicsById().get(id))) {
                LogConfig config = resolved.computeIfAbsent(topic.configs(), configs::resolve);
                createAll(topic, config);
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

    private void createAll(TopicImage topic, LogConfig config) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            logs.create(new TopicIdPartition(topic.id(), new TopicPartition(topic.name(), partition)), config);
        }
    }
}
