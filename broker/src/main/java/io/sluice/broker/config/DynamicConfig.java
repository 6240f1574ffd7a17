/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import io.sluice.broker.log.cleaner.CleanerConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A broker's settings while it runs: those of its file, and in front of them what administrators have set since, on
 * this broker or on all (KIP-226). The defaults of topics and the log cleaner can be set so. Immutable.
 *
 * @param layers strongest first, without the file
 */
public record DynamicConfig(BrokerConfig file, List<ConfigEntry.Layer> layers) implements ChangeableKeys {
    private static final Set<String> CLEANER = Set.of(
            BrokerKeys.CLEANER_THREADS,
            BrokerKeys.CLEANER_IO_MAX_BYTES_PER_SECOND,
            BrokerKeys.CLEANER_DEDUPE_BUFFER_SIZE,
            BrokerKeys.CLEANER_LOAD_FACTOR,
            BrokerKeys.CLEANER_IO_BUFFER_SIZE,
            BrokerKeys.CLEANER_BACKOFF_MS);

    public DynamicConfig {
        layers = List.copyOf(layers);
    }

    /**
     * The settings of one broker.
     *
     * @param own what was set on it
     * @param all what was set on all brokers
     */
    public static DynamicConfig of(BrokerConfig file, Map<String, String> own, Map<String, String> all) {
        return new DynamicConfig(
                file,
                List.of(
                        new ConfigEntry.Layer(ConfigEntry.Source.BROKER, own),
                        new ConfigEntry.Layer(ConfigEntry.Source.ALL_BROKERS, all)));
    }

    /** Whether a key can be set while the broker runs. */
    public static boolean isDynamic(String key) {
        return CLEANER.contains(key) || TopicConfigs.topicKeysByBrokerKey().containsKey(key);
    }

    /**
     * Checks all that is set.
     *
     * @param topics what is set on topics: it must be legal over these defaults as well
     * @throws InvalidConfigurationException naming the key and the rule
     * @throws InvalidRequestException naming the keys that only the file can set
     */
    public void validate(Collection<Map<String, String>> topics) {
        Set<String> fixed = new TreeSet<>();
        for (ConfigEntry.Layer layer : layers) {
            fixed.addAll(layer.values().keySet());
        }
        fixed.removeIf(DynamicConfig::isDynamic);
        for (String key : fixed) {
            if (!BrokerKeys.DEFINITION.names().contains(key)) {
                throw new InvalidConfigurationException("Unknown configuration key '" + key + "'"
                        + Suggestion.among(BrokerKeys.DEFINITION.names(), key));
            }
        }
        if (!fixed.isEmpty()) {
            throw new InvalidRequestException("Cannot update these configs dynamically: " + String.join(", ", fixed)
                    + ". Set them in the broker's file and start it again");
        }
        try {
            cleaner();
            TopicConfigs defaults = new TopicConfigs(Map.of());
            List<ConfigEntry.Layer> all = new ArrayList<>(topicLayers());
            all.add(new ConfigEntry.Layer(
                    ConfigEntry.Source.BROKER_FILE, file.topics().configs().ofFile()));
            defaults.overrideDefaults(all);
            topicLayers().forEach(layer -> defaults.validate(layer.values()));
            Set.copyOf(topics).forEach(defaults::resolve);
        } catch (ConfigException e) {
            throw new InvalidConfigurationException(e.getMessage(), e);
        }
    }

    /** How logs are to be cleaned. */
    public CleanerConfig cleaner() {
        Map<String, String> values = new HashMap<>(file.given());
        for (int i = layers.size() - 1; i >= 0; i--) {
            values.putAll(layers.get(i).values());
        }
        values.keySet().retainAll(BrokerKeys.DEFINITION.names());
        return BrokerConfig.cleaner(BrokerKeys.DEFINITION.parse(values));
    }

    /** Makes these the defaults of topics. */
    public void putInForce() {
        file.topics().configs().overrideDefaults(topicLayers());
    }

    private List<ConfigEntry.Layer> topicLayers() {
        return layers.stream()
                .map(layer -> {
                    Map<String, String> topicKeys = new HashMap<>();
                    TopicConfigs.topicKeysByBrokerKey().forEach((brokerKey, topicKey) -> {
                        if (layer.values().containsKey(brokerKey)) {
                            topicKeys.put(topicKey, layer.values().get(brokerKey));
                        }
                    });
                    return new ConfigEntry.Layer(layer.source(), topicKeys);
                })
                .toList();
    }

    /** All keys with the values in force. */
    public List<ConfigEntry> describe() {
        return file.describe().stream().map(this::inFront).toList();
    }

    /** What is set on all brokers, and nothing else. */
    public List<ConfigEntry> describeAllBrokers() {
        return describe().stream()
                .map(entry -> new ConfigEntry(
                        entry.name(),
                        entry.type(),
                        entry.documentation(),
                        entry.layers().stream()
                                .filter(layer -> layer.source() == ConfigEntry.Source.ALL_BROKERS)
                                .toList()))
                .filter(entry -> !entry.layers().isEmpty())
                .toList();
    }

    private ConfigEntry inFront(ConfigEntry entry) {
        List<ConfigEntry.Synonym> all = new ArrayList<>();
        for (ConfigEntry.Layer layer : layers) {
            if (layer.values().containsKey(entry.name())) {
                all.add(new ConfigEntry.Synonym(entry.name(), layer.values().get(entry.name()), layer.source()));
            }
        }
        all.addAll(entry.layers());
        return new ConfigEntry(entry.name(), entry.type(), entry.documentation(), all);
    }

    @Override
    public ConfigDef.@Nullable Type typeOf(String key) {
        ConfigDef.ConfigKey known = BrokerKeys.DEFINITION.configKeys().get(key);
        return known == null ? null : known.type;
    }

    @Override
    public @Nullable String valueBelow(String key) {
        return describe().stream()
                .filter(entry -> entry.name().equals(key))
                .map(ConfigEntry::value)
                .findFirst()
                .orElse(null);
    }
}
