/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import java.util.List;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Where replicas may be: there is one broker, so that each partition has one replica, on it. */
final class ReplicaPlacement {
    private final ClusterMetadata metadata;

    ReplicaPlacement(ClusterMetadata metadata) {
        this.metadata = metadata;
    }

    /** @throws UnknownTopicOrPartitionException if there is no such partition */
    void checkExists(String topic, int partition) {
        boolean exists = metadata.image()
                .topic(topic)
                .filter(found -> partition >= 0 && partition < found.partitions())
                .isPresent();
        if (!exists) {
            throw new UnknownTopicOrPartitionException("There is no partition " + topic + "-" + partition + ".");
        }
    }

    /**
     * Checks where somebody wants a partition to be.
     *
     * @param replicas null to give up a move that is under way
     * @throws org.apache.kafka.common.errors.ApiException unless it is there already
     */
    void checkReplicas(String topic, int partition, @Nullable List<Integer> replicas) {
        checkExists(topic, partition);
        ClusterImage image = metadata.image();
        if (replicas == null) {
            throw new NoReassignmentInProgressException("No partition reassignment is in progress.");
        }
        if (!replicas.equals(List.of(image.brokerId()))) {
            throw new InvalidReplicaAssignmentException("The replicas of " + topic + "-" + partition + " can not be "
                    + replicas + ": broker " + image.brokerId() + " is the only one, so name it once.");
        }
    }
}
