/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class PrometheusReporterTest {

    private static PrometheusReporter reporter(int port) {
        PrometheusReporter reporter = new PrometheusReporter();
        reporter.configure(Map.of("sluice.prometheus.port", Integer.toString(port)));
        reporter.contextChange(new KafkaMetricsContext("kafka.connect"));
        reporter.init(List.of());
        return reporter;
    }

    private static HttpResponse<String> ask(String method, int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void show(Metrics metrics, String name, String topic, Gauge<?> gauge) {
        metrics.addMetric(new MetricName(name, "plugins", "About \\ it", Map.of("topic", topic)), null, gauge);
    }

    @Test
    void shouldShowNumbersAsPrometheusReadsThem() throws Exception {
        PrometheusReporter reporter = reporter(0);
        int port = reporter.listeningOn();
        try (Metrics metrics = new Metrics()) {
            metrics.addReporter(reporter);
            show(metrics, "staged-bytes", "web", (config, nowMs) -> 17L);
            show(metrics, "staged-bytes", "a\"b\\c", (config, nowMs) -> 0.5);
            show(metrics, "files-committed-total", "web", (config, nowMs) -> 1_000_000_000_000L);
            show(metrics, "ratio", "web", (config, nowMs) -> Double.NaN);
            show(metrics, "version", "web", (config, nowMs) -> "1.0");
            show(metrics, "closed", "web", (config, nowMs) -> {
                throw new IllegalStateException("closed");
            });

            HttpResponse<String> answer = ask("GET", port);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            assertThat(answer.body())
                    .contains("""
                        # HELP kafka_connect_plugins_files_committed_total About \\\\ it
                        # TYPE kafka_connect_plugins_files_committed_total counter
                        kafka_connect_plugins_files_committed_total{topic="web"} 1000000000000
                        # HELP kafka_connect_plugins_ratio About \\\\ it
                        # TYPE kafka_connect_plugins_ratio gauge
                        kafka_connect_plugins_ratio{topic="web"} NaN
                        # HELP kafka_connect_plugins_staged_bytes About \\\\ it
                        # TYPE kafka_connect_plugins_staged_bytes gauge
                        """)
                    .contains(
                            "kafka_connect_plugins_staged_bytes{topic=\"web\"} 17\n", "{topic=\"a\\\"b\\\\c\"} 0.5\n");
            assertThat(answer.body()).doesNotContain("plugins_version", "plugins_closed");
            assertThat(ask("POST", port).statusCode()).isEqualTo(405);

            metrics.removeMetric(new MetricName("ratio", "plugins", "", Map.of("topic", "web")));
            assertThat(ask("GET", port).body()).doesNotContain("plugins_ratio");
        }
    }

    @Test
    void shouldShareAPortUntilTheLastHasGone() throws Exception {
        PrometheusReporter first = reporter(0);
        int port = first.listeningOn();
        PrometheusReporter second = reporter(port);
        try (Metrics metrics = new Metrics()) {
            metrics.addReporter(second);
            show(metrics, "lag", "web", (config, nowMs) -> 3L);
            first.close();
            assertThat(ask("GET", port).body()).contains("kafka_connect_plugins_lag{topic=\"web\"} 3");
        }
        assertThatThrownBy(() -> ask("GET", port)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldNameAPortThatIsNone() {
        PrometheusReporter reporter = new PrometheusReporter();
        assertThatThrownBy(() -> reporter.configure(Map.of("sluice.prometheus.port", "high")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.prometheus.port")
                .hasMessageContaining("is not a port");
    }
}
