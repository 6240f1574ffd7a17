/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.shard;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic that holds the state of a coordinator: created when the coordinator is first looked for, so that a broker
 * whose clients need none has none. When it is there, this broker is made the coordinator of each of its partitions,
 * which starts their replay; when it is deleted, no longer.
 *
 * <p>Thread-safe.
 */
public final class InternalTopic {

    private static final Logger LOG = LoggerFactory.getLogger(InternalTopic.class);
    private static final int REPLAY_SECONDS = 5;

    private final Plan plan;
    private final Coordinator coordinator;
    private final LogStore logs;
    private final ClusterMetadata metadata;
    private final Function<TopicPartition, CompletableFuture<Void>> active;
    private final Executor executor;
    private @Nullable TopicImage coordinated;
    private @Nullable CompletableFuture<Void> creation;

    /**
     * What to create.
     *
     * @param holds what is gone when the topic is deleted, for the log
     */
    public record Plan(String name, int partitions, Map<String, String> configs, String holds) {}

    /** Whose state it is. */
    public interface Coordinator {

        void elected(int partition, int leaderEpoch);

        void resigned(int partition);
    }

    /**
     * @param active when a partition is served
     * @param executor runs what waits for the disk
     */
    public InternalTopic(
            Plan plan,
            Coordinator coordinator,
            LogStore logs,
            ClusterMetadata metadata,
            Function<TopicPartition, CompletableFuture<Void>> active,
            Executor executor) {
        this.plan = plan;
        this.coordinator = coordinator;
        this.logs = logs;
        this.metadata = metadata;
        this.active = active;
        this.executor = executor;
    }

    /** How many partitions the state is spread over: those of the topic if there is one. */
    public int partitions() {
        return metadata.image().topic(plan.name()).map(TopicImage::partitions).orElse(plan.partitions());
    }

    /**
     * Completes when every partition has a coordinator; creates the topic first where needed, and then waits for its
     * first replay, of nothing: a first client need not be sent away and come back.
     */
    public synchronized CompletableFuture<Void> ready() {
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
                        .mapToObj(partition -> active.apply(new TopicPartition(plan.name(), partition)))
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, REPLAY_SECONDS, TimeUnit.SECONDS);
    }

    /** Follows the topic's coming and going. */
    public synchronized void changed(ClusterImage now) {
        TopicImage topic = now.topic(plan.name()).orElse(null);
        if (coordinated != null && (topic == null || !topic.id().equals(coordinated.id()))) {
            resign(coordinated);
        }
        if (coordinated == null && topic != null) {
            elect(topic);
        }
    }

    private void create() {
        if (metadata.image().topic(plan.name()).isEmpty()) {
            try {
                metadata.createTopic(plan.name(), plan.partitions(), plan.configs());
                LOG.info("Created the topic {} with {} partitions", plan.name(), plan.partitions());
            } catch (TopicExistsException e) {
                LOG.debug("{} was created meanwhile", plan.name());
            }
        }
        changed(metadata.image());
        if (!isCoordinated()) {
            throw new CoordinatorNotAvailableException("the topic " + plan.name() + " has no logs yet");
        }
    }

    private synchronized boolean isCoordinated() {
        return coordinated != null;
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
            coordinator.elected(log.partition().partition(), log.leaderEpoch());
        }
        coordinated = topic;
    }

    private void resign(TopicImage topic) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            coordinator.resigned(partition);
        }
        coordinated = null;
        LOG.warn("The topic {} was deleted: {} are gone", plan.name(), plan.holds());
    }

    /** For the coordinator runtime, which knows partitions by name. */
    public static Optional<PartitionLog> find(TopicPartition partition, ClusterMetadata metadata, LogStore logs) {
        return metadata.image().topic(partition.topic()).flatMap(topic -> logs.find(topic.id(), partition.partition()));
    }
}
