/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.coordinator.transaction.TransactionLogConfig;
import org.apache.kafka.coordinator.transaction.TransactionStateManagerConfig;

/**
 * What the coordinator of transactions can be told: Kafka's keys with Kafka's defaults. Immutable.
 *
 * @param partitions of the topic {@code __transaction_state}
 * @param segmentBytes of that topic
 * @param loadBufferBytes how much of it to hold in memory at once when it is read back
 * @param maxTimeoutMs the longest that a producer may ask for
 * @param idExpirationMs how long an id that is not used is remembered
 * @param abortIntervalMs how often to look for transactions that are open for too long
 * @param forgetIntervalMs how often to look for ids that are not used
 */
public record TransactionSettings(
        int partitions,
        int segmentBytes,
        int loadBufferBytes,
        int maxTimeoutMs,
        long idExpirationMs,
        long abortIntervalMs,
        long forgetIntervalMs) {

    private static final ConfigDef DEFINITION = definition();

    /** The keys that {@link #of} reads, for the broker's own definition. */
    public static List<ConfigKey> keys() {
        return List.copyOf(DEFINITION.configKeys().values());
    }

    /**
     * Reads the keys that concern transactions, and no others.
     *
     * @param brokerConfigs by key, as text
     * @throws org.apache.kafka.common.config.ConfigException that names the key and its value
     */
    public static TransactionSettings of(Map<String, String> brokerConfigs) {
        Map<String, Object> values = DEFINITION.parse(brokerConfigs);
        return new TransactionSettings(
                number(values, TransactionLogConfig.TRANSACTIONS_TOPIC_PARTITIONS_CONFIG),
                number(values, TransactionLogConfig.TRANSACTIONS_TOPIC_SEGMENT_BYTES_CONFIG),
                number(values, TransactionLogConfig.TRANSACTIONS_LOAD_BUFFER_SIZE_CONFIG),
                number(values, TransactionStateManagerConfig.TRANSACTIONS_MAX_TIMEOUT_MS_CONFIG),
                number(values, TransactionStateManagerConfig.TRANSACTIONAL_ID_EXPIRATION_MS_CONFIG),
                number(
                        values,
                        TransactionStateManagerConfig
                                .TRANSACTIONS_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS_CONFIG),
                number(
                        values,
                        TransactionStateManagerConfig
                                .TRANSACTIONS_REMOVE_EXPIRED_TRANSACTIONAL_ID_CLEANUP_INTERVAL_MS_CONFIG));
    }

    private static int number(Map<String, Object> values, String key) {
        return (int) values.get(key);
    }

    /** What is set on the topic. */
    public Map<String, String> topicConfigs() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(segmentBytes),
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "uncompressed");
    }

    private static ConfigDef definition() {
        Map<String, ConfigKey> log = TransactionLogConfig.CONFIG_DEF.configKeys();
        Map<String, ConfigKey> state = TransactionStateManagerConfig.CONFIG_DEF.configKeys();
        ConfigDef definition = new ConfigDef();
        Stream.of(
                        log.get(TransactionLogConfig.TRANSACTIONS_TOPIC_PARTITIONS_CONFIG),
                        log.get(TransactionLogConfig.TRANSACTIONS_TOPIC_SEGMENT_BYTES_CONFIG),
                        log.get(TransactionLogConfig.TRANSACTIONS_LOAD_BUFFER_SIZE_CONFIG),
                        state.get(TransactionStateManagerConfig.TRANSACTIONS_MAX_TIMEOUT_MS_CONFIG),
                        state.get(TransactionStateManagerConfig.TRANSACTIONAL_ID_EXPIRATION_MS_CONFIG),
                        state.get(
                                TransactionStateManagerConfig
                                        .TRANSACTIONS_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS_CONFIG),
                        state.get(
                                TransactionStateManagerConfig
                                        .TRANSACTIONS_REMOVE_EXPIRED_TRANSACTIONAL_ID_CLEANUP_INTERVAL_MS_CONFIG))
                .forEach(definition::define);
        return definition;
    }
}
