/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Moves replicas between brokers. There is one, so nothing ever moves; but {@code kafka-reassign-partitions} asks. */
public final class AlterPartitionReassignmentsHandler implements ApiHandler<AlterPartitionReassignmentsRequestData> {
    private final ReplicaPlacement placement;

    public AlterPartitionReassignmentsHandler(ClusterMetadata metadata) {
        this.placement = new ReplicaPlacement(metadata);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ALTER_PARTITION_REASSIGNMENTS;
    }

    @Override
    public CompletableFuture<AlterPartitionReassignmentsResponseData> handle(
            RequestContext context, AlterPartitionReassignmentsRequestData request) {
        AlterPartitionReassignmentsResponseData response = new AlterPartitionReassignmentsResponseData()
                .setAllowReplicationFactorChange(request.allowReplicationFactorChange());
        for (ReassignableTopic topic : request.topics()) {
            ReassignableTopicResponse answer = new ReassignableTopicResponse().setName(topic.name());
            topic.partitions()
                    .forEach(partition -> answer.partitions().add(reassign(context, topic.name(), partition)));
            response.responses().add(answer);
        }
        return CompletableFuture.completedFuture(response);
    }

    private ReassignablePartitionResponse reassign(
            RequestContext context, String topic, ReassignablePartition partition) {
        ReassignablePartitionResponse result =
                new ReassignablePartitionResponse().setPartitionIndex(partition.partitionIndex());
        try {
            placement.checkReplicas(topic, partition.partitionIndex(), partition.replicas());
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }
}
