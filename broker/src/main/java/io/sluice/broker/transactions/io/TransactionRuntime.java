/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.shard.CoordinatorLogs;
import io.sluice.broker.shard.InternalTopic;
import io.sluice.broker.shard.LogCoordinatorLoader;
import io.sluice.broker.shard.LogPartitionWriter;
import io.sluice.broker.transactions.TransactionSettings;
import io.sluice.broker.transactions.TransactionShard;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.ThreadUtils;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntimeMetricsImpl;
import org.apache.kafka.coordinator.common.runtime.MultiThreadedEventProcessor;
import org.apache.kafka.coordinator.transaction.TransactionCoordinatorRecordSerde;
import org.apache.kafka.server.util.timer.SystemTimer;
import org.apache.kafka.server.util.timer.SystemTimerReaper;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka's coordinator runtime with our shards, over our log, and the topic that it reads them from. Thread-safe. */
final class TransactionRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionRuntime.class);
    private static final String NAME = "transaction-coordinator";
    private static final LogContext LOGS = new LogContext("[" + NAME + "] ");
    private static final int IDLE_SECONDS = 5;
    /** A record that the log has taken is written in time, or the log has failed, and says so. */
    private static final Duration WRITE_TIMEOUT = Duration.ofHours(1);

    private static final int CACHED_BUFFER_BYTES = 1 << 20;

    private final ClusterMetadata metadata;
    private final ThreadPoolExecutor background;
    private final Timer timer;
    private final Metrics metrics;
    private final LogPartitionWriter writer;
    private final CoordinatorRuntime<TransactionShard, CoordinatorRecord> runtime;
    private final InternalTopic topic;
    private final Consumer<TopicPartition> loaded;

    /** @param loaded told of each partition of the topic that was read back */
    TransactionRuntime(
            TransactionSettings settings,
            LogStore logStore,
            ClusterMetadata metadata,
            Consumer<TopicPartition> loaded,
            Time time) {
        this.metadata = metadata;
        this.loaded = loaded;
        CoordinatorLogs logs = partition -> InternalTopic.find(partition, metadata, logStore);
        background = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ThreadUtils.createThreadFactory(NAME + "-background-%d", true));
        background.allowCoreThreadTimeOut(true);
        timer = new SystemTimerReaper(NAME + "-reaper", new SystemTimer(NAME));
        metrics = new Metrics(time);
        writer = new LogPartitionWriter(logs);
        CoordinatorRuntimeMetricsImpl meters = new CoordinatorRuntimeMetricsImpl(metrics, NAME + "-metrics", false);
        runtime = new CoordinatorRuntime.Builder<TransactionShard, CoordinatorRecord>()
                .withTime(time)
                .withTimer(timer)
                .withLogPrefix("[" + NAME + "] ")
                .withLogContext(LOGS)
                .withEventProcessor(new MultiThreadedEventProcessor(LOGS, NAME + "-", 1, time, meters))
                .withPartitionWriter(writer)
                .withLoader(new LogCoordinatorLoader<>(
                        logs, new TransactionCoordinatorRecordSerde(), settings.loadBufferBytes(), time, background))
                .withCoordinatorShardBuilderSupplier(ShardBuilder::new)
                .withWriteTimeout(WRITE_TIMEOUT)
                .withCoordinatorRuntimeMetrics(meters)
                .withCoordinatorMetrics(new NoShardMetrics())
                .withSerializer(new TransactionCoordinatorRecordSerde())
                .withCompression(Compression.NONE)
                .withAppendLingerMs(OptionalInt.empty())
                .withExecutorService(background)
                .withCachedBufferMaxBytesSupplier(() -> CACHED_BUFFER_BYTES)
                .build();
        topic = new InternalTopic(
                new InternalTopic.Plan(
                        Topic.TRANSACTION_STATE_TOPIC_NAME,
                        settings.partitions(),
                        settings.topicConfigs(),
                        "all transactional ids and their open transactions"),
                new Elections(),
                logStore,
                metadata,
                writer::active,
                background);
    }

    /** Begins to follow the metadata, and to read back what there is. */
    void start() {
        metadata.onChange((before, now) -> {
            if (!background.isShutdown()) {
                background.execute(() -> topic.changed(metadata.image()));
            }
        });
        topic.changed(metadata.image());
    }

    CompletableFuture<Void> ready() {
        return topic.ready();
    }

    TransactionShards shards() {
        return new TransactionShards(runtime, topic::partitions);
    }

    /** Runs a task again and again, until this is closed. */
    void every(long intervalMs, Runnable task) {
        after(intervalMs, () -> {
            try {
                task.run();
            } finally {
                every(intervalMs, task);
            }
        });
    }

    /** Runs a task once, unless this is closed before. */
    void after(long delayMs, Runnable task) {
        timer.add(new TimerTask(delayMs) {
            @Override
            public void run() {
                task.run();
            }
        });
    }

    private final class Elections implements InternalTopic.Coordinator {
        @Override
        public void elected(int number, int leaderEpoch) {
            TopicPartition partition = new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, number);
            runtime.scheduleLoadOperation(partition, leaderEpoch);
            CompletableFuture<?> unused = writer.active(partition).thenRun(() -> loaded.accept(partition));
        }

        @Override
        public void resigned(int number) {
            runtime.scheduleUnloadOperation(
                    new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, number), OptionalInt.empty());
        }
    }

    /** Fails the commands that wait, with an error on which clients retry, and ends all threads. Idempotent. */
    @Override
    public void close() {
        try {
            timer.close();
            runtime.close();
        } catch (Exception e) {
            LOG.warn("The coordinator of transactions did not stop in order", e);
        }
        background.shutdownNow();
        metrics.close();
    }
}
