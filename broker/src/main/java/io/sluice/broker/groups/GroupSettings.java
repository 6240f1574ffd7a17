/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;

/**
 * What the group coordinator can be told, by Kafka's own names ({@code group.initial.rebalance.delay.ms}, {@code
 * offsets.topic.num.partitions}, {@code group.consumer.session.timeout.ms}, …) and with Kafka's defaults, except:
 *
 * <ul>
 *   <li>{@code group.coordinator.threads} is at most the number of processors, {@code
 *       group.coordinator.background.threads} is 1;
 *   <li>{@code offsets.retention.minutes=-1} keeps committed offsets for ever; Kafka does not allow it.
 * </ul>
 *
 * Immutable.
 */
public final class GroupSettings {

    private final GroupCoordinatorConfig groups;
    private final ShareGroupConfig shareGroups;
    private final Map<String, String> configs;

    private GroupSettings(Map<String, String> configs) {
        this.configs = Map.copyOf(configs);
        this.groups = GroupCoordinatorConfig.fromProps(configs);
        this.shareGroups = ShareGroupConfig.fromProps(configs);
    }

    /**
     * Reads the keys that concern groups, and no others.
     *
     * @throws org.apache.kafka.common.config.ConfigException that names the key and its value
     */
    public static GroupSettings of(Map<String, String> brokerConfigs) {
        Map<String, String> configs = new HashMap<>();
        brokerConfigs.forEach((name, value) -> {
            if (GroupCoordinatorConfig.CONFIG_DEF.names().contains(name)
                    || ShareGroupConfig.CONFIG_DEF.names().contains(name)) {
                configs.put(name, value);
            }
        });
        int threads = Math.min(
                GroupCoordinatorConfig.GROUP_COORDINATOR_NUM_THREADS_DEFAULT,
                Runtime.getRuntime().availableProcessors());
        configs.putIfAbsent(GroupCoordinatorConfig.GROUP_COORDINATOR_NUM_THREADS_CONFIG, Integer.toString(threads));
        configs.putIfAbsent(GroupCoordinatorConfig.GROUP_COORDINATOR_NUM_BACKGROUND_THREADS_CONFIG, "1");
        configs.computeIfPresent(
                GroupCoordinatorConfig.OFFSETS_RETENTION_MINUTES_CONFIG,
                (name, minutes) -> minutes.trim().equals("-1") ? Integer.toString(Integer.MAX_VALUE) : minutes);
        return new GroupSettings(configs);
    }

    GroupCoordinatorConfig groups() {
        return groups;
    }

    ShareGroupConfig shareGroups() {
        return shareGroups;
    }

    Map<String, String> configs() {
        return configs;
    }
}
