/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.log.LogConfig;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.engine.LogEngine;
import io.sluice.broker.log.engine.LogEngineConfig;
import io.sluice.broker.metadata.io.DataDir;
import io.sluice.broker.metadata.io.JournaledMetadata;
import io.sluice.broker.transactions.EndMarker;
import io.sluice.broker.transactions.Markers;
import io.sluice.broker.transactions.Transaction;
import io.sluice.broker.transactions.TransactionSettings;
import io.sluice.broker.transactions.TransactionalProducer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.server.common.TransactionVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A crash, or a disk that is full, between the decision how a transaction ends and the note that it has. */
@Timeout(60)
class TransactionServiceTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final TopicPartition RECORDS = new TopicPartition("records", 0);
    /** Of the offsets topic: its markers are written by whom the test says. */
    private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 1);

    @TempDir
    Path directory;

    private final List<EndMarker> ofOffsets = new CopyOnWriteArrayList<>();
    private DataDir dir;
    private LogEngine logs;
    private JournaledMetadata metadata;
    private TransactionService service;

    @BeforeEach
    void open() throws IOException {
        dir = DataDir.open(directory, 1);
        logs = LogEngine.open(LogEngineConfig.DEFAULTS, dir.log(), Clock.systemUTC());
        metadata = JournaledMetadata.open(
                dir,
                configs -> {},
                (before, now) -> now.topicsById().values().forEach(topic -> {
                    for (int i = 0; i < topic.partitions(); i++) {
                        logs.create(new TopicIdPartition(topic.id(), i, topic.name()), LogConfig.DEFAULTS);
                    }
                }));
        metadata.createTopic(RECORDS.topic(), 1, Map.of());
        metadata.createTopic(OFFSETS.topic(), 2, Map.of());
    }

    @AfterEach
    void close() throws IOException {
        service.close();
        metadata.close();
        logs.close();
        dir.close();
    }

    private void start(Markers offsets) {
        service = new TransactionService(
                TransactionSettings.of(Map.of("transaction.state.log.num.partitions", "2")),
                logs,
                metadata,
                metadata,
                ForkJoinPool.commonPool(),
                Time.SYSTEM);
        service.start(offsets);
    }

    @Test
    void whatWasDecidedIsFinishedByTheNextStart() throws Exception {
        start((partition, marker) -> new CompletableFuture<>()); // the crash comes before it is written
        TransactionalProducer producer = openTransaction();
        CompletableFuture<TransactionalProducer> ending = service.end(producer, true, true);
        await().atMost(LONG_ENOUGH).until(() -> state() == TransactionState.PREPARE_COMMIT);
        assertThat(ending).as("nothing is told before every partition knows").isNotDone();
        service.close();

        start(this::write);

        await().atMost(LONG_ENOUGH).ignoreExceptions().until(() -> state() == TransactionState.COMPLETE_COMMIT);
        assertThat(ofOffsets).hasSize(1).allSatisfy(marker -> {
            assertThat(marker.commit()).isTrue();
            assertThat(marker.producerId()).isEqualTo(producer.producerId());
            assertThat(marker.epoch()).isEqualTo((short) (producer.epoch() + 1));
        });
        assertThat(log(RECORDS).endOffset()).as("a marker of each start").isEqualTo(2);
        // who did not hear of it asks again, and goes on
        TransactionalProducer next = service.end(producer, true, true).get(30, TimeUnit.SECONDS);
        assertThat(next.epoch()).isEqualTo((short) (producer.epoch() + 1));
    }

    @Test
    void aMarkerThatCanNotBeWrittenIsTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        start((partition, marker) -> attempts.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new KafkaStorageException("the disk is full"))
                : write(partition, marker));
        TransactionalProducer producer = openTransaction();

        service.end(producer, false, false)
                .get(30, TimeUnit.SECONDS); // it is decided, which is all that it has to know

        await().atMost(LONG_ENOUGH).until(() -> state() == TransactionState.COMPLETE_ABORT);
        assertThat(attempts).hasValue(3);
        assertThat(ofOffsets).hasSize(1);
    }

    @Test
    void aPartitionThatIsGoneNeedsNoMarker() throws Exception {
        start(this::write);
        TransactionalProducer producer = openTransaction();
        logs.delete(metadata.image().topic(RECORDS.topic()).orElseThrow().id());

        service.end(producer, true, false).get(30, TimeUnit.SECONDS);

        await().atMost(LONG_ENOUGH).until(() -> state() == TransactionState.COMPLETE_COMMIT);
        assertThat(ofOffsets).hasSize(1);
    }

    @Test
    void aProducerIsToldToComeAgainWhenTheLogTakesNothing() throws Exception {
        start(this::write);
        TransactionalProducer producer = openTransaction();
        logs.close();

        assertThatThrownBy(() -> service.end(producer, true, true).get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NotCoordinatorException.class);
        assertThat(state()).isEqualTo(TransactionState.ONGOING);
    }

    private CompletableFuture<Void> write(TopicPartition partition, EndMarker marker) {
        assertThat(partition).isEqualTo(OFFSETS);
        ofOffsets.add(marker);
        return CompletableFuture.completedFuture(null);
    }

    private TransactionalProducer openTransaction() throws Exception {
        service.ready().get(30, TimeUnit.SECONDS);
        TransactionalProducer producer = service.initialize(new TransactionalProducer("id", -1, (short) -1), 1000)
                .get(30, TimeUnit.SECONDS);
        service.add(producer, Set.of(RECORDS, OFFSETS), TransactionVersion.TV_2).get(30, TimeUnit.SECONDS);
        return producer;
    }

    private TransactionState state() throws Exception {
        return service.find("id")
                .get(30, TimeUnit.SECONDS)
                .map(Transaction::state)
                .orElseThrow();
    }

    private PartitionLog log(TopicPartition partition) {
        return logs.find(metadata.image().topic(partition.topic()).orElseThrow().id(), partition.partition())
                .orElseThrow();
    }
}
