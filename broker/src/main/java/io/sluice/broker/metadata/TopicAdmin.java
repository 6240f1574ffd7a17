/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;

/**
 * Port. The changes that an administrator makes, beside those that the broker itself needs. Thread-safe; each is
 * durable when it returns, and blocks on the disk until then.
 */
public interface TopicAdmin extends ClusterMetadata {

    /**
     * Checks a topic as {@link #createTopic} does, and creates nothing.
     *
     * @throws org.apache.kafka.common.errors.ApiException as {@link #createTopic}
     */
    void validateTopic(String name, int partitions, Map<String, String> configs);

    /** @throws org.apache.kafka.common.errors.UnknownTopicIdException if there is none */
    void deleteTopic(Uuid id);

    /**
     * Adds partitions.
     *
     * @param partitions how many there are to be
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if there is no such topic
     * @throws org.apache.kafka.common.errors.InvalidPartitionsException if that is not more than there are
     */
    TopicImage addPartitions(String name, int partitions);

    /** Checks what {@link #addPartitions} would do, and does nothing. */
    void validatePartitions(String name, int partitions);

    /**
     * Changes what is set on a topic.
     *
     * @param change from all that is set to all that is to be set; no other change comes in between. What it throws is
     *     passed on, and nothing is changed
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if there is no such topic
     * @throws org.apache.kafka.common.errors.InvalidConfigurationException if a key or value is not legal
     */
    TopicImage configureTopic(String name, UnaryOperator<Map<String, String>> change);
}
