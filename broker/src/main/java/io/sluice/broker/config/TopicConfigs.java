/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import io.sluice.broker.log.LogConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.server.record.BrokerCompressionType;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of topics: Kafka's keys, types and rules (its own {@code LogConfig} definition), over this broker's
 * defaults for them, which may change while it runs. Thread-safe.
 *
 * <p>Every key of Kafka is accepted, so that what creates topics for Kafka can create them here. Some have nothing to
 * act on: {@link #withoutEffect}. What one broker could not honour is refused: tiered storage, and more than one
 * in-sync replica.
 */
public final class TopicConfigs implements ChangeableKeys {
    private static final Map<String, ConfigKey> KEYS = keys();
    private final List<ConfigEntry.Layer> fromFile;
    private volatile List<ConfigEntry.Layer> brokerDefaults;

    /** @param brokerDefaults by topic-level names, such as {@code retention.ms}: those set in the broker's file */
    TopicConfigs(Map<String, String> brokerDefaults) {
        this.fromFile = List.of(new ConfigEntry.Layer(ConfigEntry.Source.BROKER_FILE, brokerDefaults));
        this.brokerDefaults = fromFile;
        validate(brokerDefaults);
    }

    /**
     * Puts other defaults in front of those of the broker's file.
     *
     * @param layers by topic-level names, strongest first
     */
    void overrideDefaults(List<ConfigEntry.Layer> layers) {
        List<ConfigEntry.Layer> all = new ArrayList<>(layers);
        all.addAll(fromFile);
        brokerDefaults = List.copyOf(all);
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
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                TopicConfig.COMPRESSION_GZIP_LEVEL_CONFIG,
                TopicConfig.COMPRESSION_LZ4_LEVEL_CONFIG,
                TopicConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
                TopicConfig.FLUSH_MS_CONFIG)) {
            result.put(ServerTopicConfigSynonyms.serverSynonym(topicKey), topicKey);
        }
        return result;
    }

    static ConfigKey key(String topicKey) {
        return KEYS.get(topicKey);
    }

    /** The keys of topics that are accepted and change nothing here, with the reason. */
    static Map<String, String> withoutEffect() {
        String noTiers = "everything is local";
        String noReplicas = "there are no replicas";
        Map<String, String> reasons = new TreeMap<>();
        reasons.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "files go at once; who reads them reads on");
        reasons.put(TopicConfig.LOCAL_LOG_RETENTION_BYTES_CONFIG, noTiers);
        reasons.put(TopicConfig.LOCAL_LOG_RETENTION_MS_CONFIG, noTiers);
        reasons.put(TopicConfig.REMOTE_LOG_COPY_DISABLE_CONFIG, noTiers);
        reasons.put(TopicConfig.REMOTE_LOG_DELETE_ON_DISABLE_CONFIG, noTiers);
        reasons.put(TopicConfig.PREALLOCATE_CONFIG, "segments are written in large pieces");
        reasons.put(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, "indexes are not mapped into memory, and need no size");
        reasons.put(TopicConfig.SEGMENT_JITTER_MS_CONFIG, "a segment that ends costs no pause to be spread");
        reasons.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, noReplicas);
        reasons.put("follower.replication.throttled.replicas", noReplicas);
        reasons.put("leader.replication.throttled.replicas", noReplicas);
        return reasons;
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
            if (name.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)) {
                checkReplicas(value);
            }
            if (name.equals(TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG) && Boolean.parseBoolean(value)) {
                throw new InvalidConfigurationException("remote.storage.enable=true is not served");
            }
        });
        resolve(configs);
    }

    /** The settings of a log of a topic on which {@code configs} are set. */
    public LogConfig resolve(Map<String, String> configs) {
        Map<String, String> all = new LinkedHashMap<>();
        List<ConfigEntry.Layer> defaults = brokerDefaults;
        for (int i = defaults.size() - 1; i >= 0; i--) {
            all.putAll(defaults.get(i).values());
        }
        all.putAll(configs);
        try {
            Map<String, Object> values = definition().parse(all);
            return logConfig(values);
        } catch (ConfigException e) {
            throw new InvalidConfigurationException(e.getMessage(), e);
        }
    }

    private static ConfigDef definition() {
        return org.apache.kafka.storage.internals.log.LogConfig.configDefCopy();
    }

    private static void checkReplicas(String inSync) {
        if (!inSync.trim().equals("1")) {
            throw new InvalidConfigurationException(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG + "=" + inSync
                    + " is not served: there is one broker, so one replica of each partition; set it to 1");
        }
    }

    private static @Nullable Compression compression(Map<String, Object> values) {
        BrokerCompressionType type =
                BrokerCompressionType.forName((String) values.get(TopicConfig.COMPRESSION_TYPE_CONFIG));
        return switch (type) {
            case PRODUCER -> null;
            case UNCOMPRESSED -> Compression.NONE;
            case GZIP ->
                Compression.gzip()
                        .level((int) values.get(TopicConfig.COMPRESSION_GZIP_LEVEL_CONFIG))
                        .build();
            case SNAPPY -> Compression.snappy().build();
            case LZ4 ->
                Compression.lz4()
                        .level((int) values.get(TopicConfig.COMPRESSION_LZ4_LEVEL_CONFIG))
                        .build();
            case ZSTD ->
                Compression.zstd()
                        .level((int) values.get(TopicConfig.COMPRESSION_ZSTD_LEVEL_CONFIG))
                        .build();
        };
    }

    private static LogConfig.Compaction compaction(Map<String, Object> values) {
        long minLagMs = (long) values.get(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);
        long maxLagMs = (long) values.get(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        if (minLagMs > maxLagMs) {
            throw new InvalidConfigurationException(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG + " (" + minLagMs
                    + ") must not be larger than " + TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG + " (" + maxLagMs + ")");
        }
        return new LogConfig.Compaction(
                (double) values.get(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG),
                (long) values.get(TopicConfig.DELETE_RETENTION_MS_CONFIG),
                minLagMs,
                maxLagMs);
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
                cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT),
                compaction(values),
                compression(values),
                new LogConfig.Flush((long) values.get(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG), (long)
                        values.get(TopicConfig.FLUSH_MS_CONFIG)));
    }

    /** All keys with the values in force for a topic on which {@code configs} are set, by name. */
    public List<ConfigEntry> describe(Map<String, String> configs) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (ConfigKey key : KEYS.values()) {
            List<ConfigEntry.Synonym> layers = new ArrayList<>();
            Optional.ofNullable(configs.get(key.name))
                    .ifPresent(value -> layers.add(new ConfigEntry.Synonym(key.name, value, ConfigEntry.Source.TOPIC)));
            for (ConfigEntry.Layer layer : brokerDefaults) {
                Optional.ofNullable(layer.values().get(key.name))
                        .ifPresent(value -> layers.add(new ConfigEntry.Synonym(brokerKey(key), value, layer.source())));
            }
            layers.add(new ConfigEntry.Synonym(
                    brokerKey(key), ConfigDef.convertToString(key.defaultValue, key.type), ConfigEntry.Source.DEFAULT));
            entries.add(new ConfigEntry(key.name, key.type(), key.documentation, layers));
        }
        return entries;
    }

    private static String brokerKey(ConfigKey key) {
        @Nullable String synonym = ServerTopicConfigSynonyms.TOPIC_CONFIG_SYNONYMS.get(key.name);
        return synonym == null ? key.name : synonym;
    }

    @Override
    public ConfigDef.@Nullable Type typeOf(String name) {
        ConfigKey key = KEYS.get(name);
        return key == null ? null : key.type;
    }

    /** The defaults that the broker's file sets. */
    Map<String, String> ofFile() {
        return fromFile.get(0).values();
    }

    @Override
    public @Nullable String valueBelow(String name) {
        for (ConfigEntry.Layer layer : brokerDefaults) {
            if (layer.values().containsKey(name)) {
                return layer.values().get(name);
            }
        }
        ConfigKey key = KEYS.get(name);
        return ConfigDef.convertToString(key.defaultValue, key.type);
    }
}
