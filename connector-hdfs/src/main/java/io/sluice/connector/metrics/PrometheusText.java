/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.metrics;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * Kafka's metrics in Prometheus' text format: {@code kafka_connect_plugins_staged_bytes{topic="web"} 17}. Metrics that are
 * no numbers are left out.
 */
final class PrometheusText {

    private final String namespace;
    /** By name, so that each has its samples together, as the format wants it. */
    private final Map<String, StringBuilder> families = new TreeMap<>();

    /**
     * @param namespace in front of all names, such as {@code kafka.connect}; may be empty
     */
    PrometheusText(String namespace) {
        this.namespace = namespace;
    }

    PrometheusText add(Collection<KafkaMetric> metrics) {
        for (KafkaMetric metric : metrics) {
            Object value = valueOf(metric);
            if (value instanceof Number number) {
                add(metric.metricName(), number.doubleValue());
            }
        }
        return this;
    }

    /** A gauge may ask something that has just been closed: then it has no value. */
    private static Object valueOf(KafkaMetric metric) {
        try {
            return metric.metricValue();
        } catch (RuntimeException closed) {
            return "";
        }
    }

    private void add(MetricName metric, double value) {
        String name = name(metric);
        StringBuilder family = families.computeIfAbsent(name, key -> new StringBuilder(head(key, metric)));
        StringJoiner labels = new StringJoiner(",", "{", "}").setEmptyValue("");
        new TreeMap<>(metric.tags()).forEach((tag, text) -> labels.add(legal(tag) + "=\"" + escaped(text) + "\""));
        family.append(name).append(labels).append(' ').append(number(value)).append('\n');
    }

    private String name(MetricName metric) {
        return legal((namespace.isEmpty() ? "" : namespace + "_") + metric.group() + "_" + metric.name());
    }

    private static String head(String name, MetricName metric) {
        String help = metric.description().replace("\\", "\\\\").replace("\n", "\\n");
        return "# HELP " + name + " " + help + "\n# TYPE " + name + " "
                + (name.endsWith("_total") ? "counter" : "gauge") + "\n";
    }

    private static String legal(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        families.values().forEach(text::append);
        return text.toString();
    }
}
