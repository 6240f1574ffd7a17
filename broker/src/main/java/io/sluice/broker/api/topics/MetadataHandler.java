/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.AdvertisedListeners;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.AuthorizedOperations;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.TopicDefaults;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Who serves what. A topic that does not exist is created on the way if both client and configuration allow it; it is
 * in the same answer then, so that a first send meets no error.
 */
public final class MetadataHandler implements ApiHandler<MetadataRequestData> {
    private final ClusterMetadata metadata;
    private final PartitionViews views;
    private final AdvertisedListeners advertised;
    private final TopicDefaults defaults;
    private final Executor io;

    /** @param io for creating topics, which waits for a disk */
    public MetadataHandler(
            ClusterMetadata metadata,
            PartitionViews views,
            AdvertisedListeners advertised,
            TopicDefaults defaults,
            Executor io) {
        this.metadata = metadata;
        this.views = views;
        this.advertised = advertised;
        this.defaults = defaults;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.METADATA;
    }

    @Override
    public CompletableFuture<MetadataResponseData> handle(RequestContext context, MetadataRequestData request) {
        boolean creates = !asksForAll(context, request)
                && mayCreate(context, request)
                && request.topics().stream().anyMatch(topic -> isMissing(topic.name()));
        return creates
                ? CompletableFuture.supplyAsync(() -> answer(context, request), io)
                : CompletableFuture.completedFuture(answer(context, request));
    }

    /** An empty list is "none", except in version 0, which has no null and means "all" by it. */
    private static boolean asksForAll(RequestContext context, MetadataRequestData request) {
        return request.topics() == null
                || (context.version() == 0 && request.topics().isEmpty());
    }

    /** Before version 4 a client could not say, and was taken to agree. */
    private boolean mayCreate(RequestContext context, MetadataRequestData request) {
        return defaults.autoCreate() && (request.allowAutoTopicCreation() || context.version() < 4);
    }

    /** Of those that clients may create: the internal ones come with their first use. */
    private boolean isMissing(String name) {
        return name != null
                && !name.isEmpty()
                && !Topic.isInternal(name)
                && metadata.image().topic(name).isEmpty();
    }

    private MetadataResponseData answer(RequestContext context, MetadataRequestData request) {
        MetadataResponseData response = new MetadataResponseData();
        if (asksForAll(context, request)) {
            metadata.image().topicsByName().values().stream()
                    .sorted(Comparator.comparing(TopicImage::name))
                    .forEach(topic -> response.topics().add(describe(topic, request)));
        } else {
            for (MetadataRequestTopic topic : request.topics()) {
                response.topics().add(answer(context, request, topic));
            }
        }
        ClusterImage image = metadata.image();
        Node node = advertised.node(context);
        response.brokers()
                .add(new MetadataResponseBroker()
                        .setNodeId(node.id())
                        .setHost(node.host())
                        .setPort(node.port()));
        return response.setClusterId(image.clusterId())
                .setControllerId(image.brokerId())
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.ALL_ON_CLUSTER
                                : AuthorizedOperations.NOT_ASKED);
    }

    private MetadataResponseTopic answer(
            RequestContext context, MetadataRequestData request, MetadataRequestTopic asked) {
        // By id: the Java client leaves the name empty then, others leave it out.
        if (!asked.topicId().equals(Uuid.ZERO_UUID)) {
            return metadata.image()
                    .topic(asked.topicId())
                    .map(topic -> describe(topic, request))
                    .orElseGet(() -> error(null, asked.topicId(), Errors.UNKNOWN_TOPIC_ID));
        }
        if (!Topic.isValid(asked.name())) {
            return error(asked.name(), Uuid.ZERO_UUID, Errors.INVALID_TOPIC_EXCEPTION);
        }
        try {
            return findOrCreate(asked.name(), mayCreate(context, request))
                    .map(topic -> describe(topic, request))
                    .orElseGet(() -> error(asked.name(), Uuid.ZERO_UUID, Errors.UNKNOWN_TOPIC_OR_PARTITION));
        } catch (RuntimeException e) {
            return error(asked.name(), Uuid.ZERO_UUID, Failures.code(context, e));
        }
    }

    private Optional<TopicImage> findOrCreate(String name, boolean mayCreate) {
        if (mayCreate && isMissing(name)) {
            try {
                return Optional.of(metadata.createTopic(name, defaults.partitions(), Map.of()));
            } catch (TopicExistsException e) {
                // Somebody was faster
                return metadata.image().topic(name);
            }
        }
        return metadata.image().topic(name);
    }

    private MetadataResponseTopic describe(TopicImage topic, MetadataRequestData request) {
        List<MetadataResponsePartition> partitions = new ArrayList<>(topic.partitions());
        List<Integer> self = List.of(metadata.image().brokerId());
        for (int partition = 0; partition < topic.partitions(); partition++) {
            partitions.add(new MetadataResponsePartition()
                    .setPartitionIndex(partition)
                    .setLeaderId(self.get(0))
                    .setLeaderEpoch(views.leaderEpoch(topic, partition))
                    .setReplicaNodes(self)
                    .setIsrNodes(self));
        }
        return new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()))
                .setPartitions(partitions)
                .setTopicAuthorizedOperations(
                        request.includeTopicAuthorizedOperations()
                                ? AuthorizedOperations.ALL_ON_TOPIC
                                : AuthorizedOperations.NOT_ASKED);
    }

    private static MetadataResponseTopic error(String name, Uuid id, Errors error) {
        return new MetadataResponseTopic().setName(name).setTopicId(id).setErrorCode(error.code());
    }
}
