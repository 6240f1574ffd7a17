/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import io.sluice.broker.groups.GroupSettings;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.engine.LogEngineConfig;
import io.sluice.broker.log.wal.FlushMode;
import io.sluice.broker.transactions.TransactionSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of a broker. Immutable; each key is described in {@link BrokerKeys} and in the reference that
 * {@link #markdown()} renders.
 *
 * @param nodeId Kafka's {@code node.id}
 * @param dataDirs where everything is kept: the first, and further ones for the segments of partitions
 * @param ioThreads threads for what may wait for a disk
 * @param topics defaults of topics
 * @param logEngine how records are made durable
 * @param groups Kafka's keys for consumer groups
 * @param transactions Kafka's keys for transactions
 * @param given what was set, by key, as text
 */
public record BrokerConfig(
        int nodeId,
        List<Path> dataDirs,
        int ioThreads,
        NetworkConfig network,
        TopicDefaults topics,
        LogEngineConfig logEngine,
        GroupSettings groups,
        TransactionSettings transactions,
        Map<String, String> given) {
    private static final Logger log = LoggerFactory.getLogger(BrokerConfig.class);

    /**
     * Validates settings.
     *
     * @param given by Kafka's names; what is missing has its default
     * @throws ConfigException naming the key, the value and what to write instead; also for a key that does not exist.
     *     Keys of Kafka that have no effect here are accepted, with a warning
     */
    public static BrokerConfig of(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(BrokerKeys.DEFINITION.names());
        List<String> withoutEffect =
                unknown.stream().filter(KeysWithoutEffect::contain).toList();
        withoutEffect.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            String first = unknown.iterator().next();
            throw new ConfigException("Unknown configuration key '" + first + "'"
                    + Suggestion.among(BrokerKeys.DEFINITION.names(), first));
        }
        if (!withoutEffect.isEmpty()) {
            log.warn("These keys of Kafka have no effect here: {}", String.join(", ", withoutEffect));
        }
        Map<String, Object> values = BrokerKeys.DEFINITION.parse(given);
        return new BrokerConfig(
                (int) values.get(BrokerKeys.NODE_ID),
                dataDirs(values),
                (int) values.get(BrokerKeys.IO_THREADS),
                network(values),
                new TopicDefaults(
                        (int) values.get(BrokerKeys.NUM_PARTITIONS),
                        (boolean) values.get(BrokerKeys.AUTO_CREATE_TOPICS),
                        new TopicConfigs(topicConfigs(given))),
                logEngine(values),
                GroupSettings.of(given),
                TransactionSettings.of(given),
                given);
    }

    public BrokerConfig {
        dataDirs = List.copyOf(dataDirs);
        given = Map.copyOf(given);
    }

    private static List<Path> dataDirs(Map<String, Object> values) {
        String key = values.get(BrokerKeys.LOG_DIRS) == null ? BrokerKeys.LOG_DIR : BrokerKeys.LOG_DIRS;
        String given = (String) values.get(key);
        List<String> names = key.equals(BrokerKeys.LOG_DIR)
                ? List.of(given.trim())
                : Stream.of(given.split(",", -1)).map(String::trim).toList();
        if (names.contains("")) {
            throw new ConfigException(key, given, "a directory has no name");
        }
        List<Path> dirs = names.stream().map(Path::of).toList();
        if (dirs.stream()
                        .map(dir -> dir.toAbsolutePath().normalize())
                        .distinct()
                        .count()
                < dirs.size()) {
            throw new ConfigException(key, given, "name each directory once");
        }
        return dirs;
    }

    /** The first of the directories. */
    public Path dataDir() {
        return dataDirs.get(0);
    }

    private static LogEngineConfig logEngine(Map<String, Object> values) {
        LogEngineConfig defaults = LogEngineConfig.DEFAULTS;
        return new LogEngineConfig(
                FlushMode.valueOf(((String) values.get(BrokerKeys.LOG_FLUSH)).toUpperCase(Locale.ROOT)),
                defaults.walFileBytes(),
                defaults.walGroupBytes(),
                defaults.checkpointBytes(),
                defaults.tailCacheBytes(),
                defaults.maxUndrainedBytes(),
                defaults.drainBytes(),
                defaults.drainMs(),
                defaults.maxOpenFiles(),
                (int) values.get(BrokerKeys.PRODUCER_ID_EXPIRATION_MS),
                (long) values.get(BrokerKeys.RETENTION_CHECK_MS),
                cleaner(values),
                (long) values.get(BrokerKeys.DISK_RESERVE));
    }

    static CleanerConfig cleaner(Map<String, Object> values) {
        return new CleanerConfig(
                (boolean) values.get(BrokerKeys.CLEANER_ENABLE) ? (int) values.get(BrokerKeys.CLEANER_THREADS) : 0,
                (double) values.get(BrokerKeys.CLEANER_IO_MAX_BYTES_PER_SECOND),
                (long) values.get(BrokerKeys.CLEANER_DEDUPE_BUFFER_SIZE),
                (int) values.get(BrokerKeys.CLEANER_IO_BUFFER_SIZE),
                (double) values.get(BrokerKeys.CLEANER_LOAD_FACTOR),
                (long) values.get(BrokerKeys.CLEANER_BACKOFF_MS),
                CleanerConfig.DEFAULTS.retryMs());
    }

    private static NetworkConfig network(Map<String, Object> values) {
        List<ListenerConfig> listeners = listeners(BrokerKeys.LISTENERS, values);
        if (listeners.isEmpty()) {
            throw new ConfigException(BrokerKeys.LISTENERS, "", "name at least one, such as PLAINTEXT://:9092");
        }
        if (listeners.stream().map(ListenerConfig::name).distinct().count() < listeners.size()) {
            throw new ConfigException(BrokerKeys.LISTENERS, listeners, "each listener needs a name of its own");
        }
        List<ListenerConfig> advertised = listeners(BrokerKeys.ADVERTISED_LISTENERS, values);
        for (ListenerConfig listener : advertised) {
            if (listener.host().isEmpty() || listener.host().equals("0.0.0.0") || listener.port() == 0) {
                throw new ConfigException(
                        BrokerKeys.ADVERTISED_LISTENERS, listener, "clients need a host and port to connect to");
            }
        }
        return new NetworkConfig(
                listeners,
                advertised,
                (int) values.get(BrokerKeys.NETWORK_THREADS),
                (int) values.get(BrokerKeys.REQUEST_MAX_BYTES),
                (int) values.get(BrokerKeys.FETCH_MAX_BYTES),
                (long) values.get(BrokerKeys.QUEUED_MAX_REQUEST_BYTES),
                (long) values.get(BrokerKeys.CONNECTIONS_MAX_IDLE_MS));
    }

    private static List<ListenerConfig> listeners(String key, Map<String, Object> values) {
        return ((List<?>) values.get(key))
                .stream().map(text -> ListenerConfig.parse(key, (String) text)).toList();
    }

    private static Map<String, String> topicConfigs(Map<String, String> given) {
        Map<String, String> configs = new LinkedHashMap<>();
        inMs(given, BrokerKeys.RETENTION_HOURS, 3_600_000, TopicConfig.RETENTION_MS_CONFIG, configs);
        inMs(given, BrokerKeys.RETENTION_MINUTES, 60_000, TopicConfig.RETENTION_MS_CONFIG, configs);
        inMs(given, BrokerKeys.ROLL_HOURS, 3_600_000, TopicConfig.SEGMENT_MS_CONFIG, configs);
        TopicConfigs.topicKeysByBrokerKey().forEach((brokerKey, topicKey) -> {
            if (given.containsKey(brokerKey)) {
                configs.put(topicKey, given.get(brokerKey));
            }
        });
        return configs;
    }

    private static void inMs(
            Map<String, String> given, String key, long unitMs, String topicKey, Map<String, String> configs) {
        if (given.containsKey(key)) {
            long value = Long.parseLong(given.get(key).trim());
            configs.put(topicKey, Long.toString(value < 0 ? -1 : Math.multiplyExact(value, unitMs)));
        }
    }

    /** All keys with the values in force. */
    public List<ConfigEntry> describe() {
        return BrokerKeys.DEFINITION.configKeys().values().stream()
                .map(key -> {
                    ConfigEntry.Synonym fallback = new ConfigEntry.Synonym(
                            key.name,
                            ConfigDef.convertToString(key.defaultValue, key.type),
                            ConfigEntry.Source.DEFAULT);
                    return new ConfigEntry(
                            key.name,
                            key.type,
                            key.documentation,
                            given.containsKey(key.name)
                                    ? List.of(
                                            new ConfigEntry.Synonym(
                                                    key.name, given.get(key.name), ConfigEntry.Source.BROKER_FILE),
                                            fallback)
                                    : List.of(fallback));
                })
                .toList();
    }

    /** The reference of all keys, for docs. */
    public static String markdown() {
        return ConfigReference.render(BrokerKeys.DEFINITION)
                + "\n## Keys of Kafka without effect\n\nAccepted, so that a file written for Kafka can be used, with a"
                + " warning at the start:\n"
                + KeysWithoutEffect.names().stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "))
                + ".\n"
                + "\n## Keys of topics\n\nAll keys of Kafka can be set on a topic. These change nothing here:\n\n"
                + TopicConfigs.withoutEffect().entrySet().stream()
                        .map(key -> "- `" + key.getKey() + "`: " + key.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n`min.insync.replicas` above 1 and `remote.storage.enable=true` are refused: there is one broker, and"
                + " everything is local.\n";
    }
}
