/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/** A log store in memory whose logs become durable at once, or, while {@link #hold()}, when told. */
final class MemoryLogs implements LogStore {

    private record Key(Uuid topic, int partition) {}

    private final Map<Key, MemoryLog> logs = new ConcurrentHashMap<>();
    private volatile boolean held;
    private volatile boolean broken;

    @Override
    public PartitionLog create(TopicIdPartition partition, LogConfig config) {
        return logs.computeIfAbsent(
                new Key(partition.topicId(), partition.partition()),
                key -> new MemoryLog(partition, () -> held, () -> broken));
    }

    @Override
    public Optional<PartitionLog> find(Uuid topicId, int partition) {
        return Optional.ofNullable(logs.get(new Key(topicId, partition)));
    }

    @Override
    public void delete(Uuid topicId) {
        logs.keySet().removeIf(key -> key.topic().equals(topicId));
    }

    @Override
    public void close() {}

    /** From now on nothing becomes durable. */
    void hold() {
        held = true;
    }

    /** From now on appends fail, or do so no longer. */
    void setBroken(boolean broken) {
        this.broken = broken;
    }

    /** Makes all that was appended durable, and what follows at once. */
    void release() {
        held = false;
        logs.values().forEach(MemoryLog::flush);
    }
}
