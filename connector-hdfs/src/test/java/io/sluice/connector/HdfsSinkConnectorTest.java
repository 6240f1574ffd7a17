/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class HdfsSinkConnectorTest {

    private static final Map<String, String> VALID =
            Map.of("name", "sink", "topics", "t", "store.url", "hdfs://nn:8020", "flush.size", "10");

    private final HdfsSinkConnector connector = new HdfsSinkConnector();

    @Test
    void shouldBeFoundByConnectsPluginDiscovery() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .extracting(Object::getClass)
                .contains(HdfsSinkConnector.class);
    }

    @Test
    void shouldGiveEachTaskTheSameSettings() {
        connector.start(VALID);

        assertThat(connector.taskConfigs(3)).containsExactly(VALID, VALID, VALID);
        assertThat(connector.taskClass()).isEqualTo(HdfsSinkTask.class);
    }

    @Test
    void shouldReportEachProblemUnderItsKey() {
        List<ConfigValue> values = connector
                .validate(Map.of("flush.size", "none", "flush.sice", "1"))
                .configValues();

        assertThat(problems("flush.size", values))
                .containsExactly("Invalid value none for configuration flush.size: Not a number of type LONG");
        assertThat(problems("flush.sice", values))
                .containsExactly("unknown key 'flush.sice': did you mean 'flush.size'?");
        assertThat(problems("store.url", values)).hasSize(1);
        assertThat(problems("timezone", values)).isEmpty();
    }

    @Test
    void shouldNotStartWithAWrongConfiguration() {
        assertThatThrownBy(() -> connector.start(Map.of("name", "sink")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The configuration of sink has 2 problems");
    }

    private static List<String> problems(String key, List<ConfigValue> values) {
        return values.stream()
                .filter(value -> value.name().equals(key))
                .findFirst()
                .orElseThrow()
                .errorMessages();
    }
}
