/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;

/**
 * What the group coordinator can be told: Kafka's keys ({@code group.initial.rebalance.delay.ms}, {@code
 * offsets.topic.num.partitions}, {@code group.consumer.session.timeout.ms}, …) with Kafka's defaults. One thing is
 * added: {@code offsets.retention.minutes=-1} keeps committed offsets for ever.
 *
 * <p>Immutable.
 */
public final class GroupSettings {

    private static final String RETENTION = GroupCoordinatorConfig.OFFSETS_RETENTION_MINUTES_CONFIG;
    private static final String FOR_EVER = "-1";
    private static final ConfigDef DEFINITION = definition();

    private final GroupCoordinatorConfig groups;
    private final ShareGroupConfig shareGroups;
    private final Map<String, String> configs;

    private GroupSettings(Map<String, String> configs) {
        this.configs = Map.copyOf(configs);
        this.groups = GroupCoordinatorConfig.fromProps(configs);
        this.shareGroups = ShareGroupConfig.fromProps(configs);
    }

    /** The keys that {@link #of} reads, for the broker's own definition. */
    public static Iterable<ConfigKey> keys() {
        return DEFINITION.configKeys().values();
    }

    /**
     * Reads the keys that concern groups, and no others.
     *
     * @param brokerConfigs by key, as text
     * @throws org.apache.kafka.common.config.ConfigException that names the key and its value
     */
    public static GroupSettings of(Map<String, String> brokerConfigs) {
        Map<String, String> configs = new HashMap<>(brokerConfigs);
        configs.keySet().retainAll(DEFINITION.names());
        // Some 4,000 years, and still a long in milliseconds.
        configs.computeIfPresent(
                RETENTION,
                (key, minutes) -> minutes.trim().equals(FOR_EVER) ? Integer.toString(Integer.MAX_VALUE) : minutes);
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

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        GroupCoordinatorConfig.CONFIG_DEF.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .map(key -> key.name.equals(RETENTION) ? retention(key) : key)
                .forEach(definition::define);
        return definition;
    }

    private static ConfigKey retention(ConfigKey key) {
        return new ConfigKey(
                key.name,
                key.type,
                key.defaultValue,
                Range.atLeast(-1),
                key.importance,
                key.documentation + " -1 keeps them for ever.",
                key.group,
                key.orderInGroup,
                key.width,
                key.displayName,
                key.dependents,
                key.recommender,
                key.internalConfig);
    }
}
