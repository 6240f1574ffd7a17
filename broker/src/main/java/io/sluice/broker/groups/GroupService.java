/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import com.yammer.metrics.core.MetricsRegistry;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.group.GroupHandlers;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterImage;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.shard.CoordinatorLogs;
import io.sluice.broker.shard.InternalTopic;
import io.sluice.broker.shard.LogCoordinatorLoader;
import io.sluice.broker.shard.LogPartitionWriter;
import io.sluice.broker.shard.TransactionGate;
import io.sluice.broker.transactions.EndMarker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorMetrics;
import org.apache.kafka.coordinator.group.metrics.GroupCoordinatorRuntimeMetrics;
import org.apache.kafka.server.share.persister.NoOpStatePersister;
import org.apache.kafka.server.util.timer.SystemTimer;
import org.apache.kafka.server.util.timer.SystemTimerReaper;

/**
 * Consumer groups of this broker: wires Kafka's group coordinator to our log and metadata, and offers the APIs that it
 * answers.
 *
 * <p>State is a fold over the topic {@code __consumer_offsets}; a change is answered when the log has made it durable,
 * and {@link #start} replays it all in the background. Until a partition is replayed its groups get
 * {@code COORDINATOR_LOAD_IN_PROGRESS}, on which clients retry.
 *
 * <p>What the library costs, on two cores with a cold JVM: 130 ms to construct and start (20 ms when its classes are
 * loaded), 5 MB of heap, 6 MB with 50 partitions, 7 threads, 3.3 MB of Kafka's jars. It replays about 700,000 records a
 * second.
 */
public final class GroupService implements AutoCloseable {

    private static final int IDLE_SECONDS = 5;

    private final ClusterMetadata metadata;
    private final GroupCoordinatorService coordinator;
    private final InternalTopic offsets;
    private final ThreadPoolExecutor replays;
    private final ThreadPoolExecutor changes;
    private final MetricsRegistry meters;
    private final Metrics metrics;
    private final List<ApiHandler<?>> handlers;
    private final AtomicReference<Life> life = new AtomicReference<>(Life.NEW);
    private MetadataFeed feed = MetadataFeed.start();

    private enum Life {
        NEW,
        STARTED,
        CLOSED
    }

    /**
     * @param gate asked before offsets of a transaction are written
     * @param time drives session and rebalance time-outs
     */
    public GroupService(
            int brokerId,
            GroupSettings settings,
            LogStore logs,
            ClusterMetadata metadata,
            TransactionGate gate,
            Time time) {
        this.metadata = metadata;
        this.replays = threads(settings.groups().numThreads(), "group-coordinator-replay-%d");
        this.changes = threads(1, "group-coordinator-metadata-%d");
        this.meters = new MetricsRegistry();
        this.metrics = new Metrics(time);
        CoordinatorLogs logsByName = partition -> InternalTopic.find(partition, metadata, logs);
        LogPartitionWriter writer = new LogPartitionWriter(logsByName, gate);
        this.coordinator = new GroupCoordinatorService.Builder(brokerId, settings.groups())
                .withTime(time)
                .withTimer(new SystemTimerReaper("group-coordinator-reaper", new SystemTimer("group-coordinator")))
                .withWriter(writer)
                .withLoader(new LogCoordinatorLoader<>(
                        logsByName,
                        new GroupCoordinatorRecordSerde(),
                        settings.groups().offsetsLoadBufferSize(),
                        time,
                        replays))
                .withCoordinatorRuntimeMetrics(new GroupCoordinatorRuntimeMetrics(metrics))
                .withGroupCoordinatorMetrics(new GroupCoordinatorMetrics(meters, metrics))
                .withGroupConfigManager(
                        new GroupConfigManager(settings.configs(), settings.groups(), settings.shareGroups()))
                .withPersister(new NoOpStatePersister())
                .withAuthorizerPlugin(Optional.empty())
                .withPartitionMetadataClient(new LogEndOffsets(logsByName))
                .build();
        this.offsets = new InternalTopic(
                new InternalTopic.Plan(
                        Topic.GROUP_METADATA_TOPIC_NAME,
                        settings.groups().offsetsTopicPartitions(),
                        topicConfigs(coordinator),
                        "all groups and their offsets"),
                new Elections(coordinator),
                logs,
                metadata,
                writer::active,
                changes);
        this.handlers = GroupHandlers.all(coordinator, metadata::image);
    }

    private static Map<String, String> topicConfigs(GroupCoordinatorService coordinator) {
        return coordinator.groupMetadataTopicConfigs().entrySet().stream()
                .collect(Collectors.toMap(config -> (String) config.getKey(), config -> (String) config.getValue()));
    }

    private record Elections(GroupCoordinatorService coordinator) implements InternalTopic.Coordinator {
        @Override
        public void elected(int partition, int leaderEpoch) {
            coordinator.onElection(partition, leaderEpoch);
        }

        @Override
        public void resigned(int partition) {
            coordinator.onResignation(partition, OptionalInt.empty());
        }
    }

    /** Completes when every group has a coordinator. */
    public CompletableFuture<Void> ready() {
        return offsets.ready();
    }

    /** Where a group's offsets are written. */
    public TopicPartition partitionOf(String groupId) {
        return new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, coordinator.partitionFor(groupId));
    }

    /** Ends a transaction in a partition of the offsets topic: its offsets come into force, or are forgotten. */
    public CompletableFuture<Void> endTransaction(TopicPartition partition, EndMarker marker) {
        return coordinator.completeTransaction(
                partition,
                marker.producerId(),
                marker.epoch(),
                marker.coordinatorEpoch(),
                marker.result(),
                marker.version());
    }

    public List<ApiHandler<?>> handlers() {
        return handlers;
    }

    /** Begins to follow the metadata and to replay the groups. Does not wait for the replay. Once. */
    public void start() {
        if (!life.compareAndSet(Life.NEW, Life.STARTED)) {
            throw new IllegalStateException("a group service is started once");
        }
        coordinator.startup(offsets::partitions);
        metadata.onChange((before, now) -> changeLater());
        follow();
    }

    /** Fails the requests that wait, with an error on which clients retry, and ends all threads. Idempotent. */
    @Override
    public void close() {
        Life before = life.getAndSet(Life.CLOSED);
        if (before == Life.CLOSED) {
            return;
        }
        if (before == Life.NEW) {
            // The coordinator has threads from its construction on, and ends them only if it was started.
            coordinator.startup(() -> 1);
        }
        coordinator.shutdown();
        changes.shutdownNow();
        replays.shutdownNow();
        meters.shutdown();
        metrics.close();
    }

    /** Not on the thread of the change: when a topic goes, the coordinator waits until its offsets are deleted. */
    private void changeLater() {
        if (!changes.isShutdown()) {
            changes.execute(this::follow);
        }
    }

    /** Brings the coordinator to the present metadata, over whatever lies between. */
    private synchronized void follow() {
        ClusterImage now = metadata.image();
        if (feed.isBehind(now)) {
            feed = feed.step(now);
            coordinator.onMetadataUpdate(feed.delta(), feed.image());
            offsets.changed(now);
        }
    }

    /** Daemons that end when idle: replays and changes are rare. */
    private static ThreadPoolExecutor threads(int count, String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ThreadUtils.createThreadFactory(name, true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
