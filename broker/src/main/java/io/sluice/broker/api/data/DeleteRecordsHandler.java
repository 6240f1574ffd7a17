/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.DeleteRecordsRequest;
import org.apache.kafka.common.requests.DeleteRecordsResponse;

/** Moves the start of logs. */
public final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequestData> {
    private final Partitions partitions;
    private final Executor io;

    /** @param io for what may wait for a disk */
    public DeleteRecordsHandler(Partitions partitions, Executor io) {
        this.partitions = partitions;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DELETE_RECORDS;
    }

    @Override
    public CompletableFuture<DeleteRecordsResponseData> handle(
            RequestContext context, DeleteRecordsRequestData request) {
        return CompletableFuture.completedFuture(request).thenComposeAsync(asked -> delete(context, asked), io);
    }

    private CompletableFuture<DeleteRecordsResponseData> delete(
            RequestContext context, DeleteRecordsRequestData request) {
        DeleteRecordsResponseData response = new DeleteRecordsResponseData();
        List<CompletableFuture<?>> durable = new ArrayList<>();
        for (DeleteRecordsTopic topic : request.topics()) {
            DeleteRecordsTopicResult topicResult = new DeleteRecordsTopicResult().setName(topic.name());
            response.topics().add(topicResult);
            for (DeleteRecordsPartition partition : topic.partitions()) {
                DeleteRecordsPartitionResult result = new DeleteRecordsPartitionResult()
                        .setPartitionIndex(partition.partitionIndex())
                        .setLowWatermark(DeleteRecordsResponse.INVALID_LOW_WATERMARK);
                topicResult.partitions().add(result);
                durable.add(delete(context, topic.name(), partition, result));
            }
        }
        return CompletableFuture.allOf(durable.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> response);
    }

    private CompletableFuture<?> delete(
            RequestContext context,
            String topic,
            DeleteRecordsPartition partition,
            DeleteRecordsPartitionResult result) {
        try {
            PartitionLog log = partitions.byName(topic, partition.partitionIndex());
            if (!log.config().delete()) {
                throw new PolicyViolationException("Topic '" + topic + "' is compacted: records go by their keys.");
            }
            long offset = partition.offset() == DeleteRecordsRequest.HIGH_WATERMARK
                    ? log.highWatermark()
                    : partition.offset();
            return log.deleteRecordsBefore(offset)
                    .thenRun(() -> result.setLowWatermark(log.logStartOffset()))
                    .exceptionally(error -> {
                        result.setErrorCode(Failures.code(context, error).code());
                        return null;
                    });
        } catch (RuntimeException e) {
            result.setErrorCode(Failures.code(context, e).code());
            return CompletableFuture.completedFuture(null);
        }
    }
}
