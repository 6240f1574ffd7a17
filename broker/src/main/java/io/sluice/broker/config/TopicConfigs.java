/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import io.sluice.broker.log.LogConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of topics: Kafka's keys, types and rules (its own {@code LogConfig} definition), over this broker's
 * defaults for them. Immutable.
 *
 * <p>Every key of Kafka is accepted, so that what creates topics for Kafka can create them here. Some have nothing to
 * act on (there are no mapped indexes to size, no replicas to throttle). Two could not be honoured and are refused:
 * recompression by the broker, and tiered storage. Compaction is accepted, and keeps all records: nothing is lost by it.
 */
public final class TopicConfigs {
    private static final Map<String, ConfigKey> KEYS = keys();
    private static final String NO_COMPACTION =
            " Here, \"compact\" is accepted and records are kept until log compaction is built.";

    private final Map<String, String> brokerDefaults;

    /** @param brokerDefaults by topic-level names, such as {@code retention.ms}: those set in the broker's file */
    TopicConfigs(Map<String, String> brokerDefaults) {
        this.brokerDefaults = Map.copyOf(brokerDefaults);
        validate(brokerDefaults);
    }

    private static Map<String, ConfigKey> keys() {
        Map<String, ConfigKey> keys = new TreeMap<>(org.apache.kafka.storage.internals.log.LogConfig.configKeys());
        keys.values().removeIf(key -> key.internalConfig);
        return keys;
    }

    /** The topic-level key that a broker-level key is the default of, for those that act here. */
    static Map<String, String> topicKeysByBrokerKey() {
        Map<String, String> result = new LinkedHashMap<>();
        for (String topicKey : List.of(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                TopicConfig.SEGMENT_MS_CONFIG,
                TopicConfig.RETENTION_BYTES_CONFIG,
                TopicConfig.RETENTION_MS_CONFIG,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                TopicConfig.INDEX_INTERVAL_BYTES_CONFIG,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG)) {
            result.put(ServerTopicConfigSynonyms.serverSynonym(topicKey), topicKey);
        }
        return result;
    }

    static ConfigKey key(String topicKey) {
        return KEYS.get(topicKey);
    }

    static String documentation(ConfigKey key) {
        return key.name.equals(TopicConfig.CLEANUP_POLICY_CONFIG)
                ? key.documentation + NO_COMPACTION
                : key.documentation;
    }

    /**
     * Checks what somebody wants to set on a topic.
     *
     * @throws InvalidConfigurationException naming the key, the value and the rule
     */
    public void validate(Map<String, String> configs) {
        configs.forEach((name, value) -> {
            if (!KEYS.containsKey(name)) {
                throw new InvalidConfigurationException(
                        "Unknown topic config name: " + name + Suggestion.among(KEYS.keySet(), name));
            }
            if (name.equals(TopicConfig.COMPRESSION_TYPE_CONFIG) && !value.equals("producer")) {
                throw new InvalidConfigurationException(
                        "compression.type=" + value + " is not served: batches are kept as their producer compressed"
                                + " them; set compression.type in the producer and leave it at 'producer' here");
            }
            if (name.equals(TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG) && Boolean.parseBoolean(value)) {
                throw new InvalidConfigurationException("remote.storage.enable=true is not served");
            }
        });
        resolve(configs);
    }

    /** The settings of a log of a topic on which {@code configs} are set. */
    public LogConfig resolve(Map<String, String> configs) {
        Map<String, String> all = new LinkedHashMap<>(brokerDefaults);
        all.putAll(configs);
        try {
            return logConfig(definition().parse(all));
        } catch (ConfigException e) {
            throw new InvalidConfigurationException(e.getMessage(), e);
        }
    }

    private static ConfigDef definition() {
        return org.apache.kafka.storage.internals.log.LogConfig.configDefCopy();
    }

    private static LogConfig logConfig(Map<String, Object> values) {
        List<?> cleanup = (List<?>) values.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        return new LogConfig(
                (int) values.get(TopicConfig.SEGMENT_BYTES_CONFIG),
                (long) values.get(TopicConfig.SEGMENT_MS_CONFIG),
                (long) values.get(TopicConfig.RETENTION_BYTES_CONFIG),
                (long) values.get(TopicConfig.RETENTION_MS_CONFIG),
                (int) values.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                (int) values.get(TopicConfig.INDEX_INTERVAL_BYTES_CONFIG),
                values.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals("LogAppendTime"),
                (long) values.get(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG),
                (long) values.get(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
                cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE),
                cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** All keys with the values in force for a topic on which {@code configs} are set, by name. */
    public List<ConfigEntry> describe(Map<String, String> configs) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (ConfigKey key : KEYS.values()) {
            List<ConfigEntry.Synonym> layers = new ArrayList<>();
            Optional.ofNullable(configs.get(key.name))
                    .ifPresent(value -> layers.add(new ConfigEntry.Synonym(key.name, value, ConfigEntry.Source.TOPIC)));
            Optional.ofNullable(brokerDefaults.get(key.name))
                    .ifPresent(value ->
                            layers.add(new ConfigEntry.Synonym(brokerKey(key), value, ConfigEntry.Source.BROKER_FILE)));
            layers.add(new ConfigEntry.Synonym(
                    brokerKey(key), ConfigDef.convertToString(key.defaultValue, key.type), ConfigEntry.Source.DEFAULT));
            entries.add(new ConfigEntry(key.name, key.type(), documentation(key), layers));
        }
        return entries;
    }

    private static String brokerKey(ConfigKey key) {
        @Nullable String synonym = ServerTopicConfigSynonyms.TOPIC_CONFIG_SYNONYMS.get(key.name);
        return synonym == null ? key.name : synonym;
    }

    /** The type of a topic-level key, if there is such a key. */
    public Optional<ConfigDef.Type> type(String name) {
        return Optional.ofNullable(KEYS.get(name)).map(ConfigKey::type);
    }

    /** The value in force before anything is set on the topic. */
    public @Nullable String defaultValue(String name) {
        ConfigKey key = KEYS.get(name);
        return brokerDefaults.getOrDefault(name, ConfigDef.convertToString(key.defaultValue, key.type));
    }
}
