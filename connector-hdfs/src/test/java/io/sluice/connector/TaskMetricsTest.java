/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** With the reporter that a worker has unless it is configured otherwise. */
    @Test
    void shouldShowEachOutcomeOfATopicThroughJmx() throws Exception {
        JmxReporter jmx = new JmxReporter();
        jmx.contextChange(new KafkaMetricsContext("kafka.connect"));
        try (Metrics metrics = new Metrics()) {
            metrics.addReporter(jmx);
            DecodeCounters counters = new DecodeCounters(
                    TaskMetrics.of(() -> new PluginMetricsImpl(metrics, Map.of("connector", "sink", "task", "0"))));
            counters.count("web.clicks", Outcome.DECODED);
            counters.count("web.clicks", Outcome.DECODED);
            counters.count("orders", Outcome.BAD_FIELD);

            assertThat(attribute("web.clicks", "decoded-total")).isEqualTo(2L);
            assertThat(attribute("web.clicks", "bad-field-total")).isEqualTo(0L);
            assertThat(attribute("orders", "bad-field-total")).isEqualTo(1L);
        }
    }

    /** Its interface has no such method. */
    @Test
    void shouldCountOnAWorkerThatKeepsNoMetricsOfPlugins() {
        DecodeCounters counters = new DecodeCounters(TaskMetrics.of(() -> {
            throw new NoSuchMethodError("pluginMetrics");
        }));
        counters.count("orders", Outcome.SKIPPED);

        assertThat(counters.of("orders", Outcome.SKIPPED)).isEqualTo(1);
        assertThat(counters.of("orders", Outcome.DECODED)).isZero();
        assertThat(counters.of("no-such-topic", Outcome.DECODED)).isZero();
    }

    private Object attribute(String topic, String name) throws Exception {
        ObjectName bean = beans.queryNames(new ObjectName("kafka.connect:connector=sink,topic=" + topic + ",*"), null)
                .iterator()
                .next();
        return beans.getAttribute(bean, name);
    }
}
