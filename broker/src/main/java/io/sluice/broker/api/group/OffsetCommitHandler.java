/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/**
 * OffsetCommit: answered when the offsets are durable. Topics come by name, since version 10 by id (KIP-848). What
 * does not exist gets its error, the rest is committed.
 */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequestData> {

    private final GroupCoordinator coordinator;
    private final Supplier<ClusterImage> metadata;

    OffsetCommitHandler(GroupCoordinator coordinator, Supplier<ClusterImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.OFFSET_COMMIT;
    }

    @Override
    public CompletableFuture<OffsetCommitResponseData> handle(RequestContext context, OffsetCommitRequestData request) {
        boolean byId = OffsetCommitResponse.useTopicIds(context.version());
        OffsetCommitResponse.Builder answer = OffsetCommitResponse.newBuilder(byId);
        ClusterImage image = metadata.get();
        List<OffsetCommitRequestTopic> known = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Optional<TopicImage> found = byId ? image.topic(topic.topicId()) : image.topic(topic.name());
            if (found.isPresent()) {
                addKnown(topic, found.get(), known, answer);
            } else {
                Errors error = byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
                answer.addPartitions(
                        topic.topicId(),
                        topic.name(),
                        topic.partitions(),
                        OffsetCommitRequestPartition::partitionIndex,
                        error);
            }
        }
        if (known.isEmpty()) {
            return CompletableFuture.completedFuture(answer.build().data());
        }
        return coordinator
                .commitOffsets(context, request.duplicate().setTopics(known), BufferSupplier.NO_CACHING)
                .thenApply(committed -> answer.merge(committed).build().data());
    }

    private static void addKnown(
            OffsetCommitRequestTopic topic,
            TopicImage image,
            List<OffsetCommitRequestTopic> known,
            OffsetCommitResponse.Builder answer) {
        OffsetCommitRequestTopic existing =
                new OffsetCommitRequestTopic().setTopicId(image.id()).setName(image.name());
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            if (partition.partitionIndex() >= 0 && partition.partitionIndex() < image.partitions()) {
                existing.partitions().add(partition);
            } else {
                answer.addPartition(
                        topic.topicId(), topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        if (!existing.partitions().isEmpty()) {
            known.add(existing);
        }
    }
}
