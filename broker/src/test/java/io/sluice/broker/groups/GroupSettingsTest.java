/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class GroupSettingsTest {

    @Test
    void shouldHaveKafkasDefaults() {
        GroupSettings settings = GroupSettings.of(Map.of());

        assertThat(settings.groups().offsetsTopicPartitions()).isEqualTo(50);
        assertThat(settings.groups().classicGroupInitialRebalanceDelayMs()).isEqualTo(3000);
        assertThat(settings.groups().offsetsRetentionMs())
                .isEqualTo(Duration.ofDays(7).toMillis());
    }

    @Test
    void shouldReadItsKeysAndLeaveTheOthers() {
        GroupSettings settings =
                GroupSettings.of(Map.of("offsets.topic.num.partitions", "4", "log.segment.bytes", "1048576"));

        assertThat(settings.groups().offsetsTopicPartitions()).isEqualTo(4);
        assertThat(settings.configs()).containsOnlyKeys("offsets.topic.num.partitions");
        assertThat(GroupSettings.keys())
                .anySatisfy(key -> assertThat(key.name).isEqualTo("group.min.session.timeout.ms"));
    }

    @Test
    void shouldKeepOffsetsForEverOnRequest() {
        long retentionMs = GroupSettings.of(Map.of("offsets.retention.minutes", "-1"))
                .groups()
                .offsetsRetentionMs();

        assertThat(Duration.ofMillis(retentionMs)).isGreaterThan(Duration.ofDays(365L * 1000));
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertThatThrownBy(() -> GroupSettings.of(Map.of("group.initial.rebalance.delay.ms", "soon")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group.initial.rebalance.delay.ms")
                .hasMessageContaining("soon");
        assertThatThrownBy(() -> GroupSettings.of(Map.of("offsets.retention.minutes", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("offsets.retention.minutes");
    }
}
