/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import io.sluice.connector.catalog.TableCatalog;
import io.sluice.connector.catalog.TableNews;
import io.sluice.connector.commit.WorkDirectory;
import io.sluice.connector.commit.io.BatchCommitter;
import io.sluice.connector.commit.io.BatchCommitter.SealedBatch;
import io.sluice.connector.commit.io.ChainTrim;
import io.sluice.connector.commit.io.FencedException;
import io.sluice.connector.commit.io.ForeignFormatException;
import io.sluice.connector.commit.io.Ownership;
import io.sluice.connector.commit.io.PartitionRecovery;
import io.sluice.connector.commit.io.PartitionRecovery.Estate;
import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.roll.RollPolicy;
import io.sluice.connector.roll.io.ParquetConverter;
import io.sluice.connector.roll.io.StickyDictionaries;
import io.sluice.connector.sink.Backoff;
import io.sluice.connector.sink.Batch;
import io.sluice.connector.sink.Delivery;
import io.sluice.connector.sink.Effect;
import io.sluice.connector.sink.Event;
import io.sluice.connector.sink.PartitionSink;
import io.sluice.connector.sink.State;
import io.sluice.connector.sink.Step;
import io.sluice.connector.stage.Staging;
import io.sluice.table.CommitManifest;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link PartitionSink} decides for one topic-partition. Used by the task's thread alone; what runs in the
 * background leaves its outcome in a mailbox, which {@link #tick} empties.
 */
final class PartitionRunner {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRunner.class);

    private static final long LEASE_TIMEOUT_MS = 60_000;

    private final TopicPartition partition;
    private final PartitionConsumer consumer;
    private final TaskEnvironment environment;
    private final FileStore store;
    private final HdfsSinkConfig config;
    private final TableCatalog catalog;
    private final CommitNews news;
    private final PartitionMetrics metrics;
    private final RollPolicy policy;
    private final PartitionSink sink;
    private final TableLayout table;
    private final WorkDirectory work;
    private final Ownership ownership;
    private final PartitionRecovery recovery;
    private final SealedBatches sealed;

    private final Mailbox mailbox = new Mailbox();
    private State state = new State.Closed();
    private @Nullable Staging staging;
    private List<StorePath> spent = List.of();
    /** What the table took last; it only grows, so it takes it still. */
    private @Nullable Schema admitted;

    PartitionRunner(
            TopicPartition partition,
            SinkTaskContext context,
            TaskEnvironment environment,
            HdfsSinkConfig config,
            TableCatalog catalog,
            TableNews news,
            StickyDictionaries dictionaries,
            PartitionMetrics metrics) {
        this.partition = partition;
        this.consumer = new PartitionConsumer(context, partition);
        this.environment = environment;
        this.store = environment.store();
        this.config = config;
        this.catalog = catalog;
        this.metrics = metrics;
        this.table = new TableLayout(config.tableRoot(partition.topic()));
        this.news = new CommitNews(news, store, table, catalog);
        this.work = new WorkDirectory(table, partition.partition());
        this.policy = new RollPolicy(config.roll());
        this.sink = new PartitionSink(
                policy,
                config.staging().syncIntervalMs(),
                new Backoff(config.staging().retryBackoffMs(), partition.hashCode()));
        this.ownership = new Ownership(store, work, LEASE_TIMEOUT_MS);
        ChainTrim trim = new ChainTrim(store, table, partition.partition(), ChainTrim.KEPT);
        this.recovery = new PartitionRecovery(
                store,
                table,
                catalog,
                partition.topic(),
                partition.partition(),
                config.files().format().extension(),
                trim);
        ParquetConverter converter = new ParquetConverter(store, config.files(), dictionaries);
        this.sealed = new SealedBatches(
                new BatchCommitter(store, table, catalog, converter, trim),
                ownership,
                environment.background().conversions(),
                environment.clock());
    }

    TopicPartition partition() {
        return partition;
    }

    void open() {
        feed(new Event.Opened());
    }

    /**
     * Takes note of a record.
     *
     * @return whether it is wanted; otherwise it need not be decoded
     * @throws ConnectException if the log was reset since the table was filled from it
     */
    boolean arrived(long offset) {
        consumer.arrived(offset);
        if (!(state instanceof State.Active active) || consumer.held()) {
            return false;
        }
        long next = active.cursor().next();
        if (offset < next && consumer.wasReset(offset)) {
            throw new ConnectException(partition + " begins again at " + offset + ", the table ends at " + next
                    + ": was the topic recreated? Move " + table.commits(partition.partition()) + " and "
                    + table.work(partition.partition()) + " of the table away, and the files of the former topic with"
                    + " them, or use another topics.dir");
        }
        return offset >= next;
    }

    /** Kafka Connect reads again from where it committed last, which may lie before where it was sent. */
    void rewound() {
        consumer.rewound();
    }

    /**
     * Stops before a record that can only be read later, through no fault of its own: it and those behind it are asked
     * for again. What is staged goes its way meanwhile.
     */
    void holdBack(long offset, Exception why) {
        long untilMs = environment.clock().millis() + config.staging().retryBackoffMs();
        LOG.warn("{}: waiting at offset {}: {}", partition, offset, why.getMessage());
        consumer.hold(offset, untilMs);
    }

    /**
     * Prepares the table for records of a schema; a failure of the file system leads to recovery, and the records of
     * this partition are dropped until it is over.
     */
    @SuppressWarnings("ReferenceEquality") // mostly that of the record before; an equal one is only asked for again
    void admit(Schema schema) {
        if (schema == admitted) {
            return;
        }
        try {
            catalog.admit(schema);
            admitted = schema;
        } catch (IOException e) {
            fail(e);
        }
    }

    void deliver(List<Delivery> deliveries) {
        feed(new Event.Delivered(deliveries));
    }

    /** Takes in what has happened in the background and what time has brought. */
    void tick() {
        mailbox.empty();
        consumer.tick(environment.clock().millis());
        feed(staging == null ? new Event.Ticked(0, 0) : new Event.Ticked(staging.bytes(), staging.segments()));
        metrics.look(state, staging == null ? 0 : staging.bytes());
    }

    /** Syncs; everything below the answer is safe. Empty if that is not known, or nothing came yet. */
    OptionalLong safeOffset() {
        feed(new Event.OffsetsWanted());
        return state instanceof State.Active active && active.cursor().next() >= 0
                ? OptionalLong.of(active.cursor().next())
                : OptionalLong.empty();
    }

    void close() {
        feed(new Event.Closing());
        metrics.close();
    }

    /** When {@link #tick} should be called again at the latest. */
    long wakeAtMs() {
        return Math.min(sink.wakeAtMs(state), consumer.heldUntilMs());
    }

    /** Up to when all that came is in the table; empty while that is not known. */
    OptionalLong settledMs(long nowMs) {
        if (!(state instanceof State.Active active) || consumer.held()) {
            return OptionalLong.empty();
        }
        Batch oldest =
                active.sealed().isEmpty() ? active.open() : active.sealed().get(0);
        return OptionalLong.of(oldest == null ? nowMs : oldest.openedAtMs());
    }

    /** A question to the file system: whether the partition is still ours. For any thread. */
    ReadyWatch.Owned owned() {
        if (!(state instanceof State.Active active)) {
            return () -> false;
        }
        long epoch = active.epoch();
        return () -> !ownership.lost(epoch);
    }

    /** Whether the outcome of something is awaited. */
    boolean busy() {
        return mailbox.awaited();
    }

    private void feed(Event event) {
        Step step = sink.step(state, event, environment.clock().millis());
        state = step.state();
        try {
            for (Effect effect : step.effects()) {
                run(effect);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        if (state instanceof State.Active active) {
            boolean fenced = fenced(active.epoch(), e);
            feed(new Event.Failed(active.epoch(), fenced));
            logTrouble(fenced, e);
        } else {
            LOG.warn("{}: what was not synced yet will be read again: {}", partition, e.toString());
        }
    }

    private void logTrouble(boolean fenced, Exception e) {
        metrics.failed(fenced);
        if (fenced) {
            LOG.warn("{}: another task has taken the partition over; waiting for the rebalance", partition);
        } else if (state instanceof State.Waiting waiting) {
            LOG.warn(
                    "{}: {}; recovering in {} ms",
                    partition,
                    firstLine(e),
                    waiting.untilMs() - environment.clock().millis());
            LOG.debug("{}", partition, e);
        }
    }

    /** What comes from a NameNode has its stack trace in the message. */
    private static String firstLine(Exception e) {
        return e.toString().lines().findFirst().orElse("");
    }

    private boolean fenced(long epoch, IOException cause) {
        if (cause instanceof FencedException) {
            return true;
        }
        try {
            return ownership.lost(epoch);
        } catch (IOException e) {
            LOG.debug("{}: cannot tell whether epoch {} is lost", partition, epoch, e);
            return false;
        }
    }

    private void run(Effect effect) throws IOException {
        if (effect instanceof Effect.Append append) {
            staging().append(append.records(), catalog.schema().schema());
        } else if (effect instanceof Effect.Sync) {
            staging().sync();
        } else if (effect instanceof Effect.Seal seal) {
            seal(seal.batch());
        } else if (effect instanceof Effect.Commit commit) {
            sealed.commit(commit.batch(), mailbox, this::committed, this::commitFailed);
        } else if (effect instanceof Effect.Recover recover) {
            recover(recover.heldEpoch());
        } else if (effect instanceof Effect.Seek seek) {
            consumer.seek(seek.offset());
        } else if (effect instanceof Effect.Pause) {
            consumer.pause();
        } else if (effect instanceof Effect.Resume) {
            consumer.resume();
        } else if (effect instanceof Effect.CloseStaging) {
            closeStaging();
        } else if (effect instanceof Effect.Abandon) {
            abandonStaging();
            sealed.abandon();
        }
    }

    private void closeStaging() throws IOException {
        try {
            staging().close();
        } catch (IOException e) {
            abandonStaging();
            throw e;
        }
    }

    private void abandonStaging() {
        // A broken pipeline may take its time to close.
        environment.background().recoveries().execute(staging()::abandon);
        staging = null;
    }

    private Staging staging() {
        if (staging == null) {
            throw new IllegalStateException(partition + ": nothing is staged before recovery");
        }
        return staging;
    }

    private void seal(Batch batch) throws IOException {
        metrics.sealed(policy.reason(
                batch.rows(),
                staging().bytes(),
                batch.openedAtMs(),
                environment.clock().millis()));
        Staging.Sealed staged = staging().seal();
        List<StorePath> useless = new ArrayList<>(staged.segments());
        useless.addAll(spent);
        spent = List.of();
        ParquetConverter.Source source =
                new ParquetConverter.Source(partition.topic(), partition.partition(), batch, staged);
        long epoch = ((State.Active) state).epoch();
        sealed.add(new SealedBatch(source, epoch, useless));
    }

    private void committed(SealedBatch job, CommitManifest manifest) {
        LOG.info(
                "{}: offsets {} to {} are in the table, {} records in {} files",
                partition,
                manifest.startOffset(),
                manifest.nextOffset() - 1,
                manifest.rows(),
                manifest.files().size());
        metrics.committed(manifest);
        news.tell(manifest);
        feed(new Event.Committed(job.epoch(), job.source().batch()));
    }

    private void commitFailed(SealedBatch job, IOException e) {
        if (state instanceof State.Active active && active.epoch() == job.epoch()) {
            fail(e);
        }
    }

    private void recover(OptionalLong held) {
        mailbox.receive(environment.background().recoveries(), () -> {
            long[] claimed = {held.orElse(-1)};
            try {
                Estate estate = recovery.takeOver(ownership, held, epoch -> claimed[0] = epoch);
                return () -> recovered(estate);
            } catch (ForeignFormatException e) {
                throw new ConnectException(e.getMessage(), e);
            } catch (IOException e) {
                OptionalLong epoch = claimed[0] < 0 ? OptionalLong.empty() : OptionalLong.of(claimed[0]);
                return () -> recoveryFailed(epoch, e);
            }
        });
    }

    private void recovered(Estate estate) {
        if (!(state instanceof State.Recovering)) {
            return;
        }
        staging = new Staging(
                store,
                work.epoch(estate.epoch()),
                config.staging().syncMode(),
                estate.segments(),
                estate.segmentBytes());
        spent = estate.spent();
        Batch adopted = estate.adopted();
        LOG.info(
                "{}: owned with epoch {}, next offset {}, {} records staged",
                partition,
                estate.epoch(),
                estate.previous() + 1,
                adopted == null ? 0 : adopted.rows());
        feed(new Event.Recovered(
                estate.epoch(), estate.previous(), adopted, estate.segments().size(), consumer.firstArrived()));
    }

    private void recoveryFailed(OptionalLong claimed, IOException e) {
        boolean fenced = e instanceof FencedException;
        feed(new Event.RecoveryFailed(claimed, fenced));
        logTrouble(fenced, e);
    }
}
