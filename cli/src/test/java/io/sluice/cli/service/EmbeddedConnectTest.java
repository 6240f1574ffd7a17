/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedConnectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"io.confluent.connect.hdfs.HdfsSinkConnector", "io.confluent.connect.hdfs3.Hdfs3SinkConnector"})
    void shouldStandInForKafkaConnectHdfs(String theirs) {
        assertThat(EmbeddedConnect.withOurClass(Map.of("name", "sink", "connector.class", theirs)))
                .containsOnly(
                        Map.entry("name", "sink"),
                        Map.entry("connector.class", "io.sluice.connector.HdfsSinkConnector"));
    }

    @Test
    void shouldLeaveOthersAlone() {
        Map<String, String> other = Map.of("name", "sink", "connector.class", "com.acme.Sink");
        assertThat(EmbeddedConnect.withOurClass(other)).isEqualTo(other);
    }
}
