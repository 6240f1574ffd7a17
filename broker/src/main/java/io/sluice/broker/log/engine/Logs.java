/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** All logs by topic id and partition. Thread-safe. */
final class Logs {
    private final ReentrantLock membership = new ReentrantLock();
    private final AtomicInteger size = new AtomicInteger();
    private final ConcurrentHashMap<Uuid, Map<Integer, WalPartitionLog>> byTopic = new ConcurrentHashMap<>();

    /** How many there are. */
    int size() {
        return size.get();
    }

    @Nullable WalPartitionLog find(Uuid topicId, int partition) {
        Map<Integer, WalPartitionLog> partitions = byTopic.get(topicId);
        return partitions == null ? null : partitions.get(partition);
    }

    WalPartitionLog findOrAdd(Uuid topicId, int partition, Supplier<WalPartitionLog> create) {
        WalPartitionLog present = find(topicId, partition);
        if (present != null) {
            return present;
        }
        membership.lock();
        try {
            return byTopic.computeIfAbsent(topicId, id -> new ConcurrentHashMap<>(4))
                    .computeIfAbsent(partition, number -> {
                        size.incrementAndGet();
                        return create.get();
                    });
        } finally {
            membership.unlock();
        }
    }

    /**
     * Removes the logs of a topic, after {@code action} has queued their deletion. {@link #all} sees both or neither: a
     * checkpoint that knew the logs although their files are gone already could not be recovered from.
     */
    Collection<WalPartitionLog> remove(Uuid topicId, Consumer<Collection<WalPartitionLog>> action) {
        membership.lock();
        try {
            Map<Integer, WalPartitionLog> present = byTopic.get(topicId);
            if (present == null) {
                return List.of();
            }
            Collection<WalPartitionLog> removed = List.copyOf(present.values());
            action.accept(removed);
            byTopic.remove(topicId);
            size.addAndGet(-removed.size());
            return removed;
        } finally {
            membership.unlock();
        }
    }

    List<WalPartitionLog> all() {
        membership.lock();
        try {
            List<WalPartitionLog> all = new ArrayList<>();
            byTopic.values().forEach(partitions -> all.addAll(partitions.values()));
            return all;
        } finally {
            membership.unlock();
        }
    }

    Set<Uuid> topicIds() {
        return Set.copyOf(byTopic.keySet());
    }
}
