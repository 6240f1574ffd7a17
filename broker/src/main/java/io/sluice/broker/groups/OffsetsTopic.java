/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic {@code __consumer_offsets}, which holds the state of all groups: created when a group is first looked for,
 * so that a broker without groups has none. When it is there, this broker is made the coordinator of each of its
 * partitions, which starts their replay; when it is deleted, no longer.
 *
 * <p>Thread-safe.
 */
final class OffsetsTopic {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetsTopic.class);
    private static final int REPLAY_SECONDS = 5;
    private static final String NAME = Topic.GROUP_METADATA_TOPIC_NAME;

    private final GroupCoordinatorService coordinator;
    private final LogStore logs;
    private final ClusterMetadata metadata;
    private final Function<TopicPartition, CompletableFuture<Void>> active;
    private final int configuredPartitions;
    private final Executor executor;
    private @Nullable TopicImage coordinated;
    private @Nullable CompletableFuture<Void> creation;

    /**
     * @param active when a partition is served
     * @param executor runs what waits for the disk
     */
    OffsetsTopic(
            GroupCoordinatorService coordinator,
            LogStore logs,
            ClusterMetadata metadata,
            Function<TopicPartition, CompletableFuture<Void>> active,
            int configuredPartitions,
            Executor executor) {
        this.coordinator = coordinator;
        this.logs = logs;
        this.metadata = metadata;
        this.active = active;
        this.configuredPartitions = configuredPartitions;
        this.executor = executor;
    }

    /** How many partitions the groups are spread over: those of the topic if there is one. */
    int partitions() {
        return metadata.image().topic(NAME).map(TopicImage::partitions).orElse(configuredPartitions);
    }

    /**
     * Completes when every group has a coordinator; creates the topic first where needed, and then waits for its first
     * replay, of nothing: a first client need not be sent away and come back.
     */
    synchronized CompletableFuture<Void> ready() {
        if (creation != null && !creation.isDone()) {
            return creation;
        }
        if (coordinated != null) {
            return CompletableFuture.completedFuture(null);
        }
        creation = CompletableFuture.runAsync(this::create, executor).thenCompose(created -> replayed());
        return creation;
    }

    private CompletableFuture<Void> replayed() {
        return CompletableFuture.allOf(IntStream.range(0, partitions())
                        .mapToObj(partition -> active.apply(new TopicPartition(NAME, partition)))
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, REPLAY_SECONDS, TimeUnit.SECONDS);
    }

    /** Follows the topic's coming and going. */
    synchronized void changed(ClusterImage now) {
        TopicImage topic = now.topic(NAME).orElse(null);
        if (coordinated != null && (topic == null || !topic.id().equals(coordinated.id()))) {
            resign(coordinated);
        }
        if (coordinated == null && topic != null) {
            elect(topic);
        }
    }

    private void create() {
        if (metadata.image().topic(NAME).isEmpty()) {
            try {
                metadata.createTopic(NAME, configuredPartitions, configs());
                LOG.info("Created the topic {} with {} partitions", NAME, configuredPartitions);
            } catch (TopicExistsException e) {
                LOG.debug("{} was created meanwhile", NAME);
            }
        }
        changed(metadata.image());
        if (!isCoordinated()) {
            throw new CoordinatorNotAvailableException("the topic " + NAME + " has no logs yet");
        }
    }

    private synchronized boolean isCoordinated() {
        return coordinated != null;
    }

    private Map<String, String> configs() {
        return coordinator.groupMetadataTopicConfigs().entrySet().stream()
                .collect(Collectors.toMap(config -> (String) config.getKey(), config -> (String) config.getValue()));
    }

    /** Does nothing while the topic's logs are not there: the next change or {@link #ready()} comes here again. */
    private void elect(TopicImage topic) {
        List<PartitionLog> found = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> logs.find(topic.id(), partition))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() < topic.partitions()) {
            return;
        }
        for (PartitionLog log : found) {
            coordinator.onElection(log.partition().partition(), log.leaderEpoch());
        }
        coordinated = topic;
    }

    private void resign(TopicImage topic) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            coordinator.onResignation(partition, OptionalInt.empty());
        }
        coordinated = null;
        LOG.warn("The topic {} was deleted: all groups and their offsets are gone", NAME);
    }

    /** For the coordinator runtime, which knows partitions by name. */
    static Optional<PartitionLog> find(TopicPartition partition, ClusterMetadata metadata, LogStore logs) {
        return metadata.image().topic(partition.topic()).flatMap(topic -> logs.find(topic.id(), partition.partition()));
    }
}
