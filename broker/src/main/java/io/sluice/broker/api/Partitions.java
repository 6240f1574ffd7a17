/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.FencedLeaderEpochException;
import org.apache.kafka.common.errors.UnknownLeaderEpochException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds the log that a request speaks of. Thread-safe. */
public final class Partitions {
    private static final int ANY_EPOCH = -1;

    private final ClusterMetadata metadata;
    private final LogStore logs;

    public Partitions(ClusterMetadata metadata, LogStore logs) {
        this.metadata = metadata;
        this.logs = logs;
    }

    /** @throws UnknownTopicOrPartitionException if there is none */
    public PartitionLog byName(String topic, int partition) {
        return metadata.image()
                .topic(topic)
                .flatMap(found -> logs.find(found.id(), partition))
                .orElseThrow(() -> new UnknownTopicOrPartitionException(
                        "There is no partition " + partition + " of a topic '" + topic + "'."));
    }

    /**
     * As {@link #byName}, for the versions of an API that name topics by id.
     *
     * @throws UnknownTopicIdException if there is no topic of this id (never an error of the name: KIP-516)
     * @throws UnknownTopicOrPartitionException if the topic has no such partition
     */
    public PartitionLog byId(Uuid topic, int partition) {
        TopicImage found = metadata.image()
                .topic(topic)
                .orElseThrow(() -> new UnknownTopicIdException("There is no topic of id " + topic + "."));
        return logs.find(found.id(), partition)
                .orElseThrow(() -> new UnknownTopicOrPartitionException(
                        "There is no partition " + partition + " of topic '" + found.name() + "'."));
    }

    /**
     * Checks the leader epoch that a client believes in, so that it hears of a truncation (KIP-320).
     *
     * @param epoch -1 for a client that does not know
     */
    public static void checkLeaderEpoch(PartitionLog log, int epoch) {
        if (epoch == ANY_EPOCH) {
            return;
        }
        int current = log.leaderEpoch();
        if (epoch < current) {
            throw new FencedLeaderEpochException("Leader epoch " + epoch + " is past; it is " + current + " now.");
        }
        if (epoch > current) {
            throw new UnknownLeaderEpochException("Leader epoch " + epoch + " is to come; it is " + current + " now.");
        }
    }
}
