/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;

/** What may be done to a topic, decided on an image: each answer is the record to write, or Kafka's own exception. */
public final class TopicRules {
    /** Above it, somebody has mistyped. */
    static final int MAX_PARTITIONS = 1_000_000;

    private TopicRules() {}

    public static ClusterRecord.TopicCreated create(
            ClusterImage image, String name, Uuid id, int partitions, Map<String, String> configs) {
        Topic.validate(name);
        if (image.topic(name).isPresent()) {
            throw new TopicExistsException("Topic '" + name + "' already exists.");
        }
        if (Topic.hasCollisionChars(name)) {
            image.topicsByName().keySet().stream()
                    .filter(other -> Topic.hasCollision(name, other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new InvalidTopicException("Topic '" + name + "' collides with existing topic: " + other);
                    });
        }
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new InvalidPartitionsException(
                    "Number of partitions was " + partitions + ", and must be from 1 to " + MAX_PARTITIONS + ".");
        }
        return new ClusterRecord.TopicCreated(name, id, partitions, configs);
    }

    public static ClusterRecord.TopicDeleted delete(ClusterImage image, Uuid id) {
        if (image.topic(id).isEmpty()) {
            throw new UnknownTopicIdException("There is no topic of id " + id + ".");
        }
        return new ClusterRecord.TopicDeleted(id);
    }

    public static ClusterRecord.PartitionsAdded addPartitions(ClusterImage image, String name, int partitions) {
        TopicImage topic = require(image, name);
        if (partitions <= topic.partitions()) {
            throw new InvalidPartitionsException("Topic '" + name + "' currently has " + topic.partitions()
                    + " partitions, which is " + (partitions == topic.partitions() ? "the" : "higher than the")
                    + " requested " + partitions + ".");
        }
        if (partitions > MAX_PARTITIONS) {
            throw new InvalidPartitionsException(
                    "Number of partitions was " + partitions + ", and must be at most " + MAX_PARTITIONS + ".");
        }
        return new ClusterRecord.PartitionsAdded(topic.id(), partitions);
    }

    public static ClusterRecord.TopicConfigured configure(
            ClusterImage image, String name, UnaryOperator<Map<String, String>> change) {
        TopicImage topic = require(image, name);
        return new ClusterRecord.TopicConfigured(topic.id(), change.apply(topic.configs()));
    }

    private static TopicImage require(ClusterImage image, String name) {
        return image.topic(name)
                .orElseThrow(() -> new UnknownTopicOrPartitionException("There is no topic '" + name + "'."));
    }
}
