/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.metrics;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Shows Kafka's metrics to Prometheus: {@code metric.reporters=io.sluice.connector.metrics.PrometheusReporter} in a worker's
 * configuration, and the same behind {@code consumer.} for the lag of its consumers. {@code sluice.prometheus.port} says
 * where, 9404 unless it is set.
 */
public final class PrometheusReporter implements MetricsReporter {

    private static final String PORT = "sluice.prometheus.port";
    private static final int DEFAULT_PORT = 9404;

    private final Map<MetricName, KafkaMetric> metrics = new ConcurrentHashMap<>();
    private volatile String namespace = "";
    private int port = DEFAULT_PORT;
    private @Nullable PrometheusEndpoint endpoint;

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        Object given = settings.get(PORT);
        if (given == null) {
            return;
        }
        try {
            port = Integer.parseInt(given.toString().strip());
        } catch (NumberFormatException e) {
            throw new ConfigException(PORT, given, "is not a port");
        }
    }

    @Override
    public void init(List<KafkaMetric> existing) {
        existing.forEach(this::metricChange);
        try {
            endpoint = PrometheusEndpoint.join(port, this);
        } catch (IOException e) {
            throw new ConfigException(PORT, port, "cannot be listened on: " + e.getMessage());
        }
    }

    @Override
    public void contextChange(MetricsContext context) {
        namespace = context.contextLabels().getOrDefault(MetricsContext.NAMESPACE, "");
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        metrics.put(metric.metricName(), metric);
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        metrics.remove(metric.metricName());
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.leave(this);
            endpoint = null;
        }
        metrics.clear();
    }

    String namespace() {
        return namespace;
    }

    Collection<KafkaMetric> metrics() {
        return metrics.values();
    }

    /** Where it listens; for tests, which take a free port. */
    int listeningOn() {
        return endpoint == null ? -1 : endpoint.port();
    }
}
