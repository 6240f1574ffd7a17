/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Drives one sink task as Kafka Connect's worker does, in the caller's thread: seeks before each poll, keeps paused
 * partitions back, commits what the task calls safe. Reads from {@link Topic}s.
 */
public final class MiniWorker implements SinkTaskContext {

    private static final long NONE = -1;
    private static final long LONGEST_WAIT_MS = 1_000;

    private final SinkTask task;
    private final Map<String, String> config;
    private final Map<TopicPartition, Topic> sources;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private final Set<TopicPartition> assigned = new LinkedHashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Map<TopicPartition, Long> committed;
    private final Metrics metrics = new Metrics();
    private @Nullable ErrantRecordReporter reporter;
    private long timeoutMs = NONE;

    /**
     * @param committed the group's offsets, which outlive a worker
     */
    public MiniWorker(
            SinkTask task,
            Map<String, String> config,
            Map<TopicPartition, Topic> sources,
            Map<TopicPartition, Long> committed) {
        this.task = task;
        this.config = Map.copyOf(config);
        this.sources = Map.copyOf(sources);
        this.committed = committed;
    }

    public MiniWorker reportingTo(ErrantRecordReporter errors) {
        this.reporter = errors;
        return this;
    }

    public MiniWorker start() {
        task.initialize(this);
        task.start(config);
        return this;
    }

    public void assign(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        partitions.forEach(partition -> positions.put(partition, committed.getOrDefault(partition, 0L)));
        task.open(partitions);
    }

    public void revoke(Collection<TopicPartition> partitions) {
        commit();
        forget(partitions);
        task.close(partitions);
    }

    /** As after a long pause: the group has given the partitions to someone else already. */
    public void lose(Collection<TopicPartition> partitions) {
        forget(partitions);
        task.close(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
        paused.removeAll(partitions);
        seeks.keySet().removeAll(partitions);
        positions.keySet().removeAll(partitions);
    }

    /** One round: up to so many records of each partition. */
    public void poll(int max) {
        requireTimeout();
        positions.putAll(seeks);
        seeks.clear();
        List<SinkRecord> records = new ArrayList<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        for (TopicPartition partition : assigned) {
            if (!paused.contains(partition)) {
                Topic source = source(partition);
                // As with auto.offset.reset=earliest, which is Kafka Connect's default.
                long position = positions.get(partition) > source.end() ? 0 : positions.get(partition);
                List<SinkRecord> batch = source.read(position, max);
                records.addAll(batch);
                if (!batch.isEmpty()) {
                    next.put(partition, batch.get(batch.size() - 1).kafkaOffset() + 1);
                }
            }
        }
        positions.putAll(next);
        task.put(records);
    }

    public void commit() {
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        assigned.forEach(partition -> current.put(partition, new OffsetAndMetadata(positions.get(partition))));
        task.preCommit(current).forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    public void stop() {
        commit();
        task.close(List.copyOf(assigned));
        assigned.clear();
        task.stop();
    }

    /** What the task shows under this name, all topics together; 0 if it shows nothing. */
    public long metric(String name) {
        return metrics.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .mapToLong(metric -> (Long) metric.metricValue())
                .sum();
    }

    public boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
    }

    /** Whether all that the topics have was delivered. */
    public boolean caughtUp() {
        return seeks.isEmpty()
                && assigned.stream()
                        .allMatch(partition -> source(partition)
                                .read(positions.get(partition), 1)
                                .isEmpty());
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    private Topic source(TopicPartition partition) {
        Topic source = sources.get(partition);
        if (source == null) {
            throw new IllegalArgumentException("no records for " + partition);
        }
        return source;
    }

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        if (timeoutMs <= 0) {
            throw new IllegalArgumentException("a time-out of " + timeoutMs + " ms");
        }
        this.timeoutMs = timeoutMs;
    }

    /** A time-out is good for one poll. Without one the real worker waits for as long as offset.flush.interval.ms. */
    private void requireTimeout() {
        if (timeoutMs == NONE || timeoutMs > LONGEST_WAIT_MS) {
            throw new AssertionError("Kafka Connect would wait for records too long, the time-out is " + timeoutMs);
        }
        timeoutMs = NONE;
    }

    /** As the consumer has it: only what is assigned can be paused. */
    @Override
    public void pause(TopicPartition... partitions) {
        requireAssigned(partitions);
        paused.addAll(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        requireAssigned(partitions);
        paused.removeAll(Arrays.asList(partitions));
    }

    private void requireAssigned(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            if (!assigned.contains(partition)) {
                throw new IllegalStateException("no current assignment for partition " + partition);
            }
        }
    }

    @Override
    public void requestCommit() {
        commit();
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return new PluginMetricsImpl(metrics, Map.of("connector", "sink", "task", "0"));
    }
}
