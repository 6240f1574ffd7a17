/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/**
 * OffsetFetch: the committed offsets of one group, since version 8 of several (KIP-709); of the topics named, or, if
 * there is no list, of all. Topics come by name, since version 10 by id (KIP-848).
 */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequestData> {

    private final GroupCoordinator coordinator;
    private final Supplier<ClusterImage> metadata;

    OffsetFetchHandler(GroupCoordinator coordinator, Supplier<ClusterImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.OFFSET_FETCH;
    }

    @Override
    public CompletableFuture<OffsetFetchResponseData> handle(RequestContext context, OffsetFetchRequestData request) {
        List<CompletableFuture<OffsetFetchResponseGroup>> groups = groups(context.version(), request).stream()
                .map(group -> fetch(context, group, request.requireStable()))
                .toList();
        return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new))
                .thenApply(done -> new OffsetFetchResponse.Builder(
                                groups.stream().map(CompletableFuture::join).toList())
                        .build(context.version())
                        .data());
    }

    private static List<OffsetFetchRequestGroup> groups(short version, OffsetFetchRequestData request) {
        if (version >= OffsetFetchRequest.BATCH_MIN_VERSION) {
            return request.groups();
        }
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
        if (request.topics() == null) {
            return List.of(group.setTopics(null));
        }
        request.topics()
                .forEach(topic -> group.topics()
                        .add(new OffsetFetchRequestTopics()
                                .setName(topic.name())
                                .setPartitionIndexes(topic.partitionIndexes())));
        return List.of(group);
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetch(
            RequestContext context, OffsetFetchRequestGroup group, boolean requireStable) {
        boolean byId = OffsetFetchRequest.useTopicIds(context.version());
        ClusterImage image = metadata.get();
        List<OffsetFetchResponseTopics> unknown = new ArrayList<>();
        OffsetFetchRequestGroup byName =
                byId && group.topics() != null ? byName(group, image, unknown) : group.duplicate();
        return coordinator
                .fetchOffsets(context, byName, requireStable)
                .exceptionally(failure ->
                        OffsetFetchResponse.groupError(group, Errors.forException(failure), context.version()))
                .thenApply(fetched -> answer(group.groupId(), fetched, unknown, byId, image));
    }

    /** The topics that exist, with their names; an answer for each of the others goes to {@code unknown}. */
    private static OffsetFetchRequestGroup byName(
            OffsetFetchRequestGroup group, ClusterImage image, List<OffsetFetchResponseTopics> unknown) {
        OffsetFetchRequestGroup known = group.duplicate().setTopics(new ArrayList<>());
        for (OffsetFetchRequestTopics topic : group.topics()) {
            image.topic(topic.topicId())
                    .ifPresentOrElse(
                            found -> known.topics().add(topic.duplicate().setName(found.name())),
                            () -> unknown.add(unknownTopic(topic)));
        }
        return known;
    }

    private static OffsetFetchResponseTopics unknownTopic(OffsetFetchRequestTopics topic) {
        OffsetFetchResponseTopics answer = new OffsetFetchResponseTopics().setTopicId(topic.topicId());
        for (int partition : topic.partitionIndexes()) {
            answer.partitions()
                    .add(new OffsetFetchResponsePartitions()
                            .setPartitionIndex(partition)
                            .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                            .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()));
        }
        return answer;
    }

    private static OffsetFetchResponseGroup answer(
            String groupId,
            OffsetFetchResponseGroup fetched,
            List<OffsetFetchResponseTopics> unknown,
            boolean byId,
            ClusterImage image) {
        OffsetFetchResponseGroup answer = fetched.duplicate().setGroupId(groupId);
        if (byId && fetched.errorCode() == Errors.NONE.code()) {
            answer.setTopics(new ArrayList<>(unknown));
            // What was committed for a topic that is gone has no id any more, and nobody to use it.
            fetched.topics()
                    .forEach(topic -> image.topic(topic.name())
                            .ifPresent(found -> answer.topics().add(topic.setTopicId(found.id()))));
        }
        return answer;
    }
}
