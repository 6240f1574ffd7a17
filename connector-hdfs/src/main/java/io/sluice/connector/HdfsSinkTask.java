/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.TableNews;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.RecordPipeline;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.partition.Partitioner;
import io.sluice.connector.ready.Periods;
import io.sluice.connector.ready.ReadySignals;
import io.sluice.connector.roll.io.StickyDictionaries;
import io.sluice.connector.sink.Delivery;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Records of some topic-partitions, staged on HDFS and committed to tables: an adapter between Kafka Connect and one
 * {@link PartitionRunner} per topic-partition.
 *
 * <p>Nothing here waits for a file to be converted or a partition to be recovered: meanwhile its consumer is paused.
 * Offsets that Connect commits only show the lag; where to go on is read from HDFS, and asked for by a seek.
 */
public final class HdfsSinkTask extends SinkTask {

    /** How soon to look for the outcome of background work. */
    private static final long BUSY_POLL_MS = 50;

    /**
     * The longest that Kafka Connect may wait for records. Without it that is its offset.flush.interval.ms, a minute by
     * default, and so long would a new owner not learn that its partitions are ready: they are handed out, paused, while
     * it waits.
     */
    private static final long IDLE_POLL_MS = 500;

    private final TaskEnvironment.Factory environments;
    private final Map<TopicPartition, PartitionRunner> runners = new LinkedHashMap<>();
    /** Of the files that this task writes, by topic. */
    private final Map<String, StickyDictionaries> dictionaries = new HashMap<>();

    /** Of the last record: the next one is mostly of the same. */
    private @Nullable TopicPartition lastPartition;

    private @Nullable PartitionRunner lastRunner;
    private @Nullable Started started;

    /** As Kafka Connect makes it. */
    public HdfsSinkTask() {
        this(TaskEnvironments::open);
    }

    HdfsSinkTask(TaskEnvironment.Factory environments) {
        this.environments = environments;
    }

    private record Started(
            HdfsSinkConfig config,
            TaskMetrics metrics,
            TaskEnvironment environment,
            TopicTables tables,
            RecordIntake intake,
            TableNews news,
            Optional<ReadyWatch> ready) {}

    @Override
    public String version() {
        return new HdfsSinkConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        HdfsSinkConfig config = HdfsSinkConfig.parse(properties);
        TaskMetrics metrics = TaskMetrics.of(() -> context.pluginMetrics());
        DecodeCounters counters = new DecodeCounters(metrics);
        try {
            TaskEnvironment environment = environments.open(config);
            RecordPipeline pipeline = RecordPipeline.of(config, environment.clock(), counters);
            TopicTables tables = new TopicTables(config, environment, pipeline);
            context.timeout(IDLE_POLL_MS);
            started = new Started(
                    config,
                    metrics,
                    environment,
                    tables,
                    new RecordIntake(pipeline, counters, tables, context::errantRecordReporter),
                    new TableNews(environment.listeners(), config.staging().retryBackoffMs()),
                    readyWatch(config, environment));
        } catch (IOException e) {
            throw new ConnectException("cannot open " + config.storeUri() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<ReadyWatch> readyWatch(HdfsSinkConfig config, TaskEnvironment environment) {
        OptionalLong delayMs = config.partitioning().signalDelayMs();
        if (delayMs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReadyWatch(
                delayMs.getAsLong(),
                new Periods(Partitioner.directoriesOfTime(config.partitioning())),
                topic -> new ReadySignals(
                        environment.store(),
                        new TableLayout(config.tableRoot(topic)),
                        Partitioner.directoriesOfTime(config.partitioning())),
                environment.background().recoveries()));
    }

    private Started started() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionRunner runner = new PartitionRunner(
                    partition,
                    context,
                    started().environment(),
                    started().config(),
                    started().tables().catalog(partition.topic()),
                    started().news(),
                    dictionaries.computeIfAbsent(partition.topic(), topic -> new StickyDictionaries()),
                    new PartitionMetrics(
                            started().metrics(),
                            partition.topic(),
                            partition.partition(),
                            started().environment().clock()::millis));
            runners.put(partition, runner);
            lastRunner = null;
            started()
                    .ready()
                    .ifPresent(ready -> ready.opened(
                            partition, started().environment().clock().millis()));
            runner.open();
        }
        context.timeout(BUSY_POLL_MS);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Map<PartitionRunner, List<Delivery>> deliveries = new LinkedHashMap<>();
        RecordIntake intake = started().intake();
        context.timeout(IDLE_POLL_MS);
        long nowMs = started().environment().clock().millis();
        try {
            for (SinkRecord record : records) {
                PartitionRunner runner = runner(record);
                started().ready().ifPresent(ready -> ready.came(runner.partition(), record, nowMs));
                if (runner.arrived(record.originalKafkaOffset())) {
                    Delivery delivery = intake.delivery(record, runner);
                    if (delivery != null) {
                        deliveries
                                .computeIfAbsent(runner, r -> new ArrayList<>())
                                .add(delivery);
                    }
                }
            }
        } finally {
            // What came before a bad record is staged even if that one ends the task.
            intake.awaitReports();
            deliveries.forEach(PartitionRunner::deliver);
        }
        // Behind the deliveries: what a recovered partition was still sent is not what it is about to ask for.
        tick();
    }

    private PartitionRunner runner(SinkRecord record) {
        TopicPartition last = lastPartition;
        if (last != null
                && lastRunner != null
                && last.partition() == record.originalKafkaPartition()
                && last.topic().equals(record.originalTopic())) {
            return lastRunner;
        }
        return lookUp(record);
    }

    private PartitionRunner lookUp(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        PartitionRunner runner = runners.get(partition);
        if (runner == null) {
            throw new ConnectException("a record of " + partition + ", which is not assigned to this task");
        }
        lastPartition = partition;
        lastRunner = runner;
        return runner;
    }

    private void tick() {
        long nowMs = started().environment().clock().millis();
        long wakeAtMs = nowMs + IDLE_POLL_MS;
        for (PartitionRunner runner : runners.values()) {
            runner.tick();
            started().ready().ifPresent(ready -> look(ready, runner, nowMs));
            wakeAtMs = Math.min(wakeAtMs, runner.busy() ? nowMs + BUSY_POLL_MS : runner.wakeAtMs());
        }
        context.timeout(Math.max(1, wakeAtMs - nowMs));
    }

    private void look(ReadyWatch ready, PartitionRunner runner, long nowMs) {
        started()
                .tables()
                .catalog(runner.partition().topic())
                .partitions()
                .ifPresent(strategy ->
                        ready.look(runner.partition(), runner.settledMs(nowMs), runner.owned(), strategy, nowMs));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        try {
            return safeOffsets();
        } catch (RuntimeException | Error e) {
            runners.values().forEach(PartitionRunner::rewound);
            throw e;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> safeOffsets() {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        runners.forEach((partition, runner) -> {
            OptionalLong offset = runner.safeOffset();
            if (offset.isPresent()) {
                safe.put(partition, new OffsetAndMetadata(offset.getAsLong()));
            }
        });
        return safe;
    }

    /** What is staged stays, and is carried on by whoever gets the partition. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionRunner runner = runners.remove(partition);
            lastRunner = null;
            if (runner != null) {
                runner.close();
                started().ready().ifPresent(ready -> ready.closed(partition));
            }
        }
    }

    @Override
    public void stop() {
        close(List.copyOf(runners.keySet()));
        if (started == null) {
            return;
        }
        started.news().close();
        started.environment().background().stop(started.config().staging().shutdownTimeoutMs());
        try {
            started.environment().store().close();
        } catch (IOException e) {
            throw new ConnectException("closing " + started.config().storeUri() + ": " + e.getMessage(), e);
        } finally {
            started = null;
        }
    }
}
