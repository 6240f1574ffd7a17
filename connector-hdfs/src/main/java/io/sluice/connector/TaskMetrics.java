/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * Shows a task's numbers among the metrics of its worker (KIP-877), whose reporters, JMX unless configured otherwise,
 * show them to operators: {@code kafka.connect:type=plugins,connector=…,task=…,topic=…}, with a {@code partition=…} for
 * those of one, an attribute per number.
 */
final class TaskMetrics implements DecodeCounters.Export, PartitionMetrics.Board {

    private final Optional<PluginMetrics> metrics;

    private TaskMetrics(Optional<PluginMetrics> metrics) {
        this.metrics = metrics;
    }

    /** Shows nothing on a worker older than Kafka 4.1, which keeps no metrics of plugins. */
    static TaskMetrics of(Supplier<PluginMetrics> worker) {
        return new TaskMetrics(metrics(worker));
    }

    private static Optional<PluginMetrics> metrics(Supplier<PluginMetrics> worker) {
        try {
            return Optional.of(worker.get());
        } catch (NoSuchMethodError older) {
            return Optional.empty();
        }
    }

    @Override
    public void added(String topic, Outcome outcome, LongSupplier count) {
        // Shown until the worker takes all of a task's away.
        show(outcome.label() + "-total", outcome.description(), Map.of("topic", topic), count);
    }

    @Override
    public Runnable show(String name, String description, Map<String, String> tags, LongSupplier value) {
        if (metrics.isEmpty()) {
            return () -> {};
        }
        PluginMetrics plugin = metrics.get();
        MetricName metric = plugin.metricName(name, description, new LinkedHashMap<>(tags));
        plugin.addMetric(metric, (Gauge<Long>) (config, nowMs) -> value.getAsLong());
        return () -> plugin.removeMetric(metric);
    }
}
