/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.Broker;
import io.sluice.broker.config.BrokerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Apache's own transactional producers and {@code read_committed} consumers on this broker. */
@Timeout(120)
class TransactionsIT {
    private static final String TOPIC = "payments";
    private static final int PARTITIONS = 3;
    private static final List<TopicPartition> ALL = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .toList();

    @TempDir
    Path directory;

    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = start(0);
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private Broker start(int port) throws IOException {
        return Broker.start(BrokerConfig.of(Map.of(
                "log.dir", directory.toString(),
                "listeners", "PLAINTEXT://127.0.0.1:" + port,
                "transaction.state.log.num.partitions", "4",
                "offsets.topic.num.partitions", "4",
                "group.initial.rebalance.delay.ms", "0",
                "transaction.max.timeout.ms", "60000",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "100")));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whatIsCommittedIsReadAndWhatIsAbortedIsNot() throws Exception {
        try (KafkaProducer<String, String> producer = producer("payer")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, 30);
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, 30, 60);
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, 60, 90);
            producer.commitTransaction();
            assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(0, 30, 60, 90));

            producer.beginTransaction();
            send(producer, 90, 120);
            producer.flush();
            assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(0, 30, 60, 90));
            assertThat(read(IsolationLevel.READ_UNCOMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(0, 120));
            for (TopicPartition partition : ALL) {
                // ten records and a marker for each of three transactions
                assertThat(end(partition, IsolationLevel.READ_COMMITTED)).isEqualTo(33);
                assertThat(end(partition, IsolationLevel.READ_UNCOMMITTED)).isEqualTo(43);
            }
            producer.commitTransaction();
            assertThat(end(ALL.get(0), IsolationLevel.READ_COMMITTED)).isEqualTo(44);
        }
    }

    @Test
    void offsetsAreCommittedWithTheTransactionOrNotAtAll() throws Exception {
        try (KafkaProducer<String, String> source = producer("source");
                KafkaProducer<String, String> producer = producer("transformer");
                KafkaConsumer<String, String> consumer = consumer(IsolationLevel.READ_COMMITTED, "transformers")) {
            source.initTransactions();
            source.beginTransaction();
            send(source, "input", "a");
            send(source, "input", "b");
            source.commitTransaction();
            producer.initTransactions();
            consumer.subscribe(List.of("input"));
            TopicPartition input = new TopicPartition("input", 0);
            List<ConsumerRecord<String, String>> consumed = new ArrayList<>();
            while (consumed.size() < 2) {
                consumer.poll(Duration.ofSeconds(1)).forEach(consumed::add);
            }

            producer.beginTransaction();
            send(producer, TOPIC, "aborted");
            producer.sendOffsetsToTransaction(Map.of(input, new OffsetAndMetadata(2)), consumer.groupMetadata());
            producer.abortTransaction();
            assertThat(consumer.committed(Set.of(input)).get(input)).isNull();

            producer.beginTransaction();
            send(producer, TOPIC, "A");
            producer.sendOffsetsToTransaction(Map.of(input, new OffsetAndMetadata(2)), consumer.groupMetadata());
            producer.commitTransaction();
            assertThat(consumer.committed(Set.of(input)).get(input).offset()).isEqualTo(2);
            assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactly("A");
        }
        restart();
        try (Admin admin = admin()) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets("transformers")
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .get(new TopicPartition("input", 0))
                                    .offset())
                            .isEqualTo(2));
        }
    }

    @Test
    void aSecondInstanceFencesTheFirst() {
        try (KafkaProducer<String, String> zombie = producer("single");
                KafkaProducer<String, String> successor = producer("single")) {
            zombie.initTransactions();
            zombie.beginTransaction();
            send(zombie, 0, 30);
            zombie.flush();

            successor.initTransactions();

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
            successor.beginTransaction();
            send(successor, 30, 60);
            successor.commitTransaction();
            assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(30, 60));
        }
    }

    @Test
    void aZombieThatWritesOnIsRefused() {
        try (KafkaProducer<String, String> zombie = producer("single");
                KafkaProducer<String, String> successor = producer("single")) {
            zombie.initTransactions();
            successor.initTransactions();

            zombie.beginTransaction();
            assertThatThrownBy(() -> zombie.send(new ProducerRecord<>(TOPIC, 0, null, "late"))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .satisfies(error -> assertThat(error.getCause())
                            .isInstanceOfAny(InvalidProducerEpochException.class, ProducerFencedException.class));
            assertThat(read(IsolationLevel.READ_UNCOMMITTED)).isEmpty();
        }
    }

    @Test
    void aTransactionThatIsOpenForTooLongIsAborted() throws Exception {
        try (KafkaProducer<String, String> producer = producer("slow", Map.of("transaction.timeout.ms", "500"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, 30);
            producer.flush();
            assertThat(end(ALL.get(0), IsolationLevel.READ_COMMITTED)).isZero();

            await().atMost(Duration.ofSeconds(30)).until(() -> end(ALL.get(0), IsolationLevel.READ_COMMITTED) == 11);

            assertThat(read(IsolationLevel.READ_COMMITTED)).isEmpty();
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
        }
    }

    @Test
    void aTimeOutBeyondWhatTheBrokerAllowsIsRefused() {
        try (KafkaProducer<String, String> producer = producer("lazy", Map.of("transaction.timeout.ms", "60001"))) {
            assertThatThrownBy(producer::initTransactions).hasMessageContaining("transaction.max.timeout.ms");
        }
    }

    @Test
    void aTransactionGoesOnOverARestart() throws Exception {
        try (KafkaProducer<String, String> producer = producer("patient")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, 30);
            producer.flush();

            restart();

            send(producer, 30, 60);
            producer.commitTransaction();
            assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(0, 60));
            producer.beginTransaction();
            send(producer, 60, 90);
            producer.flush();
            restart();
            producer.abortTransaction();
        }
        assertThat(read(IsolationLevel.READ_COMMITTED)).containsExactlyInAnyOrderElementsOf(numbers(0, 60));
    }

    @Test
    void aTopicThatGoesDoesNotHoldUpATransaction() throws Exception {
        try (KafkaProducer<String, String> producer = producer("payer");
                Admin admin = admin()) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "short-lived", "gone");
            send(producer, 0, 30);
            producer.flush();
            admin.deleteTopics(List.of("short-lived")).all().get();

            producer.commitTransaction();

            assertThat(read(IsolationLevel.READ_COMMITTED)).hasSize(30);
        }
    }

    @Test
    void administratorsSeeTransactionsAndAbortThem() throws Exception {
        try (KafkaProducer<String, String> producer = producer("stuck");
                KafkaProducer<String, String> other = producer("other");
                Admin admin = admin()) {
            other.initTransactions();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, 1, null, "held back")).get();

            assertThat(admin.listTransactions().all().get())
                    .extracting(TransactionListing::transactionalId)
                    .containsExactlyInAnyOrder("stuck", "other");
            TransactionListing listed = admin.listTransactions(
                            new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                    .all()
                    .get()
                    .iterator()
                    .next();
            assertThat(listed.transactionalId()).isEqualTo("stuck");
            assertThat(admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("oth.*"))
                            .all()
                            .get())
                    .extracting(TransactionListing::transactionalId)
                    .containsExactly("other");
            TransactionDescription described = admin.describeTransactions(List.of("stuck"))
                    .description("stuck")
                    .get();
            assertThat(described.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(described.topicPartitions()).containsExactly(ALL.get(1));
            assertThat(described.producerId()).isEqualTo(listed.producerId());
            ProducerState state = admin.describeProducers(List.of(ALL.get(1)))
                    .partitionResult(ALL.get(1))
                    .get()
                    .activeProducers()
                    .get(0);
            assertThat(state.producerId()).isEqualTo(described.producerId());
            assertThat(state.currentTransactionStartOffset()).hasValue(0);

            admin.abortTransaction(
                            new AbortTransactionSpec(ALL.get(1), state.producerId(), (short) state.producerEpoch(), 0))
                    .all()
                    .get();

            assertThat(end(ALL.get(1), IsolationLevel.READ_COMMITTED)).isEqualTo(2);
            assertThat(read(IsolationLevel.READ_COMMITTED)).isEmpty();
        }
    }

    private void restart() throws IOException {
        int port = broker.boundPort();
        broker.close();
        broker = start(port);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private KafkaProducer<String, String> producer(String transactionalId) {
        return producer(transactionalId, Map.of());
    }

    private KafkaProducer<String, String> producer(String transactionalId, Map<String, Object> settings) {
        Map<String, Object> configs = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "transactional.id", transactionalId,
                "transaction.timeout.ms", "60000",
                "max.block.ms", "60000",
                "linger.ms", "0"));
        configs.putAll(settings);
        return new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer());
    }

    private static void send(KafkaProducer<String, String> producer, String topic, String value) {
        Future<?> unused = producer.send(new ProducerRecord<>(topic, 0, null, value));
    }

    private static void send(KafkaProducer<String, String> producer, int from, int to) {
        for (int i = from; i < to; i++) {
            Future<?> unused = producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, Integer.toString(i)));
        }
    }

    /** Numbers from the first to before the second bound, and so on. */
    private static List<String> numbers(int... bounds) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            IntStream.range(bounds[i], bounds[i + 1])
                    .mapToObj(Integer::toString)
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private KafkaConsumer<String, String> consumer(IsolationLevel isolation, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        isolation.toString()),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** All that there is to read for a consumer that stops at the end it is told of. */
    private List<String> read(IsolationLevel isolation) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(isolation, "reader")) {
            consumer.assign(ALL);
            consumer.seekToBeginning(ALL);
            Map<TopicPartition, Long> ends = consumer.endOffsets(ALL);
            while (ALL.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private long end(TopicPartition partition, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }
}
