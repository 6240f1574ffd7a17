/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.PartitionLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.FileRecords.TimestampAndOffset;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.jspecify.annotations.Nullable;

/** Finds offsets by time, and the ends of a log by Kafka's special times. */
public final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequestData> {
    private final Partitions partitions;
    private final Executor io;

    /** @param io for look-ups by time, which may wait for a disk */
    public ListOffsetsHandler(Partitions partitions, Executor io) {
        this.partitions = partitions;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.LIST_OFFSETS;
    }

    @Override
    public CompletableFuture<ListOffsetsResponseData> handle(RequestContext context, ListOffsetsRequestData request) {
        boolean reads = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> isLookUp(partition.timestamp()));
        return reads
                ? CompletableFuture.supplyAsync(() -> answer(context, request), io)
                : CompletableFuture.completedFuture(answer(context, request));
    }

    private static boolean isLookUp(long timestamp) {
        return timestamp >= 0 || timestamp == ListOffsetsRequest.MAX_TIMESTAMP;
    }

    private ListOffsetsResponseData answer(RequestContext context, ListOffsetsRequestData request) {
        ListOffsetsResponseData response = new ListOffsetsResponseData();
        boolean committed = request.isolationLevel() == IsolationLevel.READ_COMMITTED.id();
        for (ListOffsetsTopic topic : request.topics()) {
            ListOffsetsTopicResponse topicResponse = new ListOffsetsTopicResponse().setName(topic.name());
            response.topics().add(topicResponse);
            for (ListOffsetsPartition partition : topic.partitions()) {
                topicResponse.partitions().add(answer(context, topic.name(), partition, committed));
            }
        }
        return response;
    }

    private ListOffsetsPartitionResponse answer(
            RequestContext context, String topic, ListOffsetsPartition partition, boolean committed) {
        ListOffsetsPartitionResponse none = new ListOffsetsPartitionResponse()
                .setPartitionIndex(partition.partitionIndex())
                .setOffset(ListOffsetsResponse.UNKNOWN_OFFSET)
                .setTimestamp(ListOffsetsResponse.UNKNOWN_TIMESTAMP)
                .setLeaderEpoch(ListOffsetsResponse.UNKNOWN_EPOCH);
        try {
            PartitionLog log = partitions.byName(topic, partition.partitionIndex());
            Partitions.checkLeaderEpoch(log, partition.currentLeaderEpoch());
            return find(context, log, partition.timestamp(), committed, none);
        } catch (RuntimeException e) {
            return none.setErrorCode(Failures.code(context, e).code());
        }
    }

    private static ListOffsetsPartitionResponse find(
            RequestContext context,
            PartitionLog log,
            long timestamp,
            boolean committed,
            ListOffsetsPartitionResponse none) {
        long end = committed ? log.lastStableOffset() : log.highWatermark();
        if (timestamp >= 0) {
            return found(log.offsetForTimestamp(timestamp), end, none);
        }
        if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            return none.setOffset(end).setLeaderEpoch(log.leaderEpoch());
        }
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP) {
            return none.setOffset(log.logStartOffset());
        }
        if (timestamp == ListOffsetsRequest.MAX_TIMESTAMP && context.version() >= 7) {
            return found(log.offsetOfMaxTimestamp(), end, none);
        }
        // Everything is local: nothing is tiered, nor waiting to be
        if (timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP && context.version() >= 8) {
            return none.setOffset(log.logStartOffset());
        }
        if ((timestamp == ListOffsetsRequest.LATEST_TIERED_TIMESTAMP && context.version() >= 9)
                || (timestamp == ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP && context.version() >= 11)) {
            return none;
        }
        throw new UnsupportedVersionException(
                "Timestamp " + timestamp + " means nothing in version " + context.version() + " of ListOffsets.");
    }

    /** @param end from where on the asker may not read */
    private static ListOffsetsPartitionResponse found(
            @Nullable TimestampAndOffset position, long end, ListOffsetsPartitionResponse none) {
        return position == null || position.offset >= end
                ? none
                : none.setOffset(position.offset)
                        .setTimestamp(position.timestamp)
                        .setLeaderEpoch(position.leaderEpoch.orElse(ListOffsetsResponse.UNKNOWN_EPOCH));
    }
}
