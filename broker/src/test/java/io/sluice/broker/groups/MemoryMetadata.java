/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/** Metadata in memory: topics come with their logs and go with them. */
final class MemoryMetadata implements ClusterMetadata {

    private final LogStore logs;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile ClusterImage image = new ClusterImage("cluster", 1, 0, Map.of(), Map.of());

    MemoryMetadata(LogStore logs) {
        this.logs = logs;
    }

    @Override
    public ClusterImage image() {
        return image;
    }

    @Override
    public synchronized TopicImage createTopic(String name, int partitions, Map<String, String> configs) {
        if (image.topic(name).isPresent()) {
            throw new TopicExistsException(name + " exists");
        }
        TopicImage topic = new TopicImage(name, Uuid.randomUuid(), partitions, configs);
        for (int partition = 0; partition < partitions; partition++) {
            logs.create(new TopicIdPartition(topic.id(), partition, name), LogConfig.DEFAULTS);
        }
        change(topics -> topics.put(name, topic));
        return topic;
    }

    synchronized void deleteTopic(String name) {
        TopicImage topic = image.topic(name).orElseThrow();
        change(topics -> topics.remove(name));
        logs.delete(topic.id());
    }

    @Override
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    private void change(Consumer<Map<String, TopicImage>> change) {
        ClusterImage before = image;
        Map<String, TopicImage> byName = new HashMap<>(before.topicsByName());
        change.accept(byName);
        Map<Uuid, TopicImage> byId = new HashMap<>();
        byName.values().forEach(topic -> byId.put(topic.id(), topic));
        image = new ClusterImage(
                before.clusterId(), before.brokerId(), before.version() + 1, Map.copyOf(byName), Map.copyOf(byId));
        listeners.forEach(listener -> listener.changed(before, image));
    }
}
