/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterMetadata;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData.TopicPartitions;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.ApiKeys;

/** Elects leaders. The one broker leads all partitions already. */
public final class ElectLeadersHandler implements ApiHandler<ElectLeadersRequestData> {
    private final ReplicaPlacement placement;

    public ElectLeadersHandler(ClusterMetadata metadata) {
        this.placement = new ReplicaPlacement(metadata);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ELECT_LEADERS;
    }

    @Override
    public CompletableFuture<ElectLeadersResponseData> handle(RequestContext context, ElectLeadersRequestData request) {
        ElectLeadersResponseData response = new ElectLeadersResponseData();
        if (request.topicPartitions() != null) { // null means all that need it
            for (TopicPartitions topic : request.topicPartitions()) {
                ReplicaElectionResult result = new ReplicaElectionResult().setTopic(topic.topic());
                topic.partitions()
                        .forEach(partition -> result.partitionResult().add(elect(context, topic.topic(), partition)));
                response.replicaElectionResults().add(result);
            }
        }
        return CompletableFuture.completedFuture(response);
    }

    private PartitionResult elect(RequestContext context, String topic, int partition) {
        try {
            placement.checkExists(topic, partition);
            throw new ElectionNotNeededException("Leader election not needed for topic partition.");
        } catch (RuntimeException e) {
            return new PartitionResult()
                    .setPartitionId(partition)
                    .setErrorCode(Failures.code(context, e).code())
                    .setErrorMessage(Failures.message(e));
        }
    }
}
