/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.AuthorizedOperations;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Describes partitions page by page, in the order of the topics' names (KIP-966). */
public final class DescribeTopicPartitionsHandler implements ApiHandler<DescribeTopicPartitionsRequestData> {
    private static final int MAX_PARTITIONS = 2000;

    private final ClusterMetadata metadata;
    private final PartitionViews views;

    public DescribeTopicPartitionsHandler(ClusterMetadata metadata, PartitionViews views) {
        this.metadata = metadata;
        this.views = views;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_TOPIC_PARTITIONS;
    }

    @Override
    public CompletableFuture<DescribeTopicPartitionsResponseData> handle(
            RequestContext context, DescribeTopicPartitionsRequestData request) {
        ClusterImage image = metadata.image();
        DescribeTopicPartitionsRequestData.@Nullable Cursor cursor = request.cursor();
        if (cursor != null && cursor.partitionIndex() < 0) {
            throw new InvalidRequestException("The partition of the cursor is " + cursor.partitionIndex() + ".");
        }
        DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
        int room = Math.max(1, Math.min(request.responsePartitionLimit(), MAX_PARTITIONS));
        for (String name : names(image, request, cursor)) {
            if (room == 0) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(0));
                break;
            }
            Optional<TopicImage> topic = image.topic(name);
            if (topic.isEmpty()) {
                response.topics().add(missing(name));
                continue;
            }
            int from = cursor != null && cursor.topicName().equals(name) ? cursor.partitionIndex() : 0;
            int to = Math.min(topic.get().partitions(), from + room);
            response.topics().add(describe(image, topic.get(), from, to));
            room -= Math.max(0, to - from);
            if (to < topic.get().partitions()) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(to));
                break;
            }
        }
        return CompletableFuture.completedFuture(response);
    }

    private static List<String> names(
            ClusterImage image,
            DescribeTopicPartitionsRequestData request,
            DescribeTopicPartitionsRequestData.@Nullable Cursor cursor) {
        Stream<String> names = request.topics().isEmpty()
                ? image.topicsByName().keySet().stream()
                : request.topics().stream().map(TopicRequest::name);
        return names.distinct()
                .sorted()
                .filter(name -> cursor == null || name.compareTo(cursor.topicName()) >= 0)
                .toList();
    }

    private static DescribeTopicPartitionsResponseTopic missing(String name) {
        return new DescribeTopicPartitionsResponseTopic()
                .setName(name)
                .setErrorCode((Topic.isValid(name) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION)
                        .code());
    }

    private DescribeTopicPartitionsResponseTopic describe(ClusterImage image, TopicImage topic, int from, int to) {
        DescribeTopicPartitionsResponseTopic result = new DescribeTopicPartitionsResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()))
                .setTopicAuthorizedOperations(AuthorizedOperations.ALL_ON_TOPIC);
        List<Integer> self = List.of(image.brokerId());
        for (int partition = from; partition < to; partition++) {
            result.partitions()
                    .add(new DescribeTopicPartitionsResponsePartition()
                            .setPartitionIndex(partition)
                            .setLeaderId(image.brokerId())
                            .setLeaderEpoch(views.leaderEpoch(topic, partition))
                            .setReplicaNodes(self)
                            .setIsrNodes(self)
                            .setEligibleLeaderReplicas(List.of())
                            .setLastKnownElr(List.of()));
        }
        return result;
    }
}
