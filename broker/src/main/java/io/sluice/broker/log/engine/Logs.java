/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** All logs by topic id and partition. Thread-safe. */
final class Logs {
    private final ConcurrentHashMap<Uuid, Map<Integer, WalPartitionLog>> byTopic = new ConcurrentHashMap<>();

    @Nullable WalPartitionLog find(Uuid topicId, int partition) {
        Map<Integer, WalPartitionLog> partitions = byTopic.get(topicId);
        return partitions == null ? null : partitions.get(partition);
    }

    WalPartitionLog findOrAdd(Uuid topicId, int partition, Supplier<WalPartitionLog> create) {
        // inside compute, so that a log is never added to a topic that is being removed
        List<WalPartitionLog> result = new ArrayList<>(1);
        byTopic.compute(topicId, (id, present) -> {
            Map<Integer, WalPartitionLog> partitions = present == null ? new ConcurrentHashMap<>(4) : present;
            result.add(partitions.computeIfAbsent(partition, number -> create.get()));
            return partitions;
        });
        return result.get(0);
    }

    Collection<WalPartitionLog> ofTopic(Uuid topicId) {
        return List.copyOf(byTopic.getOrDefault(topicId, Map.of()).values());
    }

    Collection<WalPartitionLog> remove(Uuid topicId) {
        Map<Integer, WalPartitionLog> removed = byTopic.remove(topicId);
        return removed == null ? List.of() : removed.values();
    }

    List<WalPartitionLog> all() {
        List<WalPartitionLog> all = new ArrayList<>();
        byTopic.values().forEach(partitions -> all.addAll(partitions.values()));
        return all;
    }

    Set<Uuid> topicIds() {
        return Set.copyOf(byTopic.keySet());
    }
}
