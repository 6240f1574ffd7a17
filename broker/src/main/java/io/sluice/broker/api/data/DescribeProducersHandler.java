/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.PartitionLog;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Tells which producers partitions remember, and which of them hold back the readers of what is committed. */
public final class DescribeProducersHandler implements ApiHandler<DescribeProducersRequestData> {
    private final Partitions partitions;

    public DescribeProducersHandler(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_PRODUCERS;
    }

    @Override
    public CompletableFuture<DescribeProducersResponseData> handle(
            RequestContext context, DescribeProducersRequestData request) {
        DescribeProducersResponseData response = new DescribeProducersResponseData();
        for (TopicRequest topic : request.topics()) {
            TopicResponse ofTopic = new TopicResponse().setName(topic.name());
            response.topics().add(ofTopic);
            for (int partition : topic.partitionIndexes()) {
                ofTopic.partitions().add(describe(context, topic.name(), partition));
            }
        }
        return CompletableFuture.completedFuture(response);
    }

    private PartitionResponse describe(RequestContext context, String topic, int partition) {
        PartitionResponse response = new PartitionResponse().setPartitionIndex(partition);
        try {
            return response.setActiveProducers(partitions.byName(topic, partition).activeProducers().stream()
                    .map(DescribeProducersHandler::state)
                    .toList());
        } catch (RuntimeException e) {
            return response.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }

    private static ProducerState state(PartitionLog.ActiveProducer producer) {
        return new ProducerState()
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.epoch())
                .setLastSequence(producer.lastSequence())
                .setLastTimestamp(producer.lastUpdateMs())
                .setCoordinatorEpoch(producer.coordinatorEpoch())
                .setCurrentTxnStartOffset(producer.openSince());
    }
}
