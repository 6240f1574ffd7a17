/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker killed with SIGKILL again and again in the middle of transactions: of producers that commit and abort, and
 * of one that copies what they have committed, with its offsets in its transactions. A transaction that was committed
 * is there whole and once, in the topic and in its copy; one that was aborted is not there; none hangs.
 */
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class KilledTransactionsIT {
    /** The long run has 50 of them: {@code -Dsluice.test.kills=50}. */
    private static final int KILLS = Integer.getInteger("sluice.test.kills", 1);

    private static final int PARTITIONS = 3;
    private static final int WRITERS = 2;
    private static final int RECORDS = 10;
    private static final String TOPIC = "ledger";
    private static final String COPY = "copy";

    @TempDir
    Path dir;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicBoolean stopCopying = new AtomicBoolean();
    private final AtomicInteger transactions = new AtomicInteger();
    /** By the number of a transaction: whether its producer was told that it is committed, or aborted. */
    private final Map<Integer, Boolean> told = new ConcurrentHashMap<>();

    private BrokerProcess broker;

    @Test
    void whatIsCommittedIsThereOnceAndWhatIsAbortedIsNot() throws Exception {
        broker = BrokerProcess.in(
                dir,
                "transaction.state.log.num.partitions=4",
                "offsets.topic.num.partitions=4",
                "group.initial.rebalance.delay.ms=0",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms=200");
        long seed = Long.getLong("sluice.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Process process = broker.start();
        List<Thread> threads = new ArrayList<>();
        try {
            try (Admin admin = admin()) {
                admin.createTopics(List.of(
                                new NewTopic(TOPIC, PARTITIONS, (short) 1), new NewTopic(COPY, PARTITIONS, (short) 1)))
                        .all()
                        .get(2, TimeUnit.MINUTES);
            }
            for (int i = 0; i < WRITERS; i++) {
                Random choices = new Random(random.nextLong());
                String id = "writer-" + i;
                threads.add(new Thread(() -> write(id, choices), id));
            }
            threads.add(new Thread(this::copy, "copier"));
            threads.forEach(Thread::start);
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMore(5 + random.nextInt(60));
                process.destroyForcibly().waitFor();
                process = broker.start();
            }
            awaitMore(10);
            stop.set(true);
            for (int i = 0; i < WRITERS; i++) {
                threads.get(i).join();
            }

            String rounds = KILLS + " kills, seed " + seed;
            List<String> committed = readCommitted(TOPIC);
            check(committed, rounds);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> readCommitted(COPY).size() >= committed.size());
            stopCopying.set(true);
            threads.get(WRITERS).join();
            assertThat(readCommitted(COPY)).as("copied, %s", rounds).containsExactlyInAnyOrderElementsOf(committed);
        } finally {
            stop.set(true);
            stopCopying.set(true);
            process.destroyForcibly().waitFor();
        }
    }

    private void awaitMore(int more) {
        int before = told.size();
        await().atMost(Duration.ofMinutes(2)).until(() -> told.size() > before + more);
    }

    private void check(List<String> committed, String rounds) {
        assertThat(committed).as("once, %s", rounds).doesNotHaveDuplicates();
        Map<Integer, Set<String>> byTransaction = new HashMap<>();
        committed.forEach(value -> byTransaction
                .computeIfAbsent(Integer.valueOf(value.substring(0, value.indexOf('/'))), first -> new HashSet<>())
                .add(value));
        for (int transaction = 0; transaction < transactions.get(); transaction++) {
            int found = byTransaction.getOrDefault(transaction, Set.of()).size();
            Boolean outcome = told.get(transaction);
            if (outcome == null) {
                assertThat(found).as("transaction %d, %s", transaction, rounds).isIn(0, RECORDS);
            } else {
                assertThat(found).as("transaction %d, %s", transaction, rounds).isEqualTo(outcome ? RECORDS : 0);
            }
        }
        assertThat(told.values()).as("outcomes, %s", rounds).contains(true, false);
    }

    /** Commits and aborts until it is stopped; begins anew, as another instance, where it is in doubt. */
    private void write(String id, Random choices) {
        while (!stop.get()) {
            try (KafkaProducer<String, String> producer = producer(id)) {
                producer.initTransactions();
                while (!stop.get()) {
                    int number = transactions.getAndIncrement();
                    boolean commit = choices.nextInt(4) > 0;
                    producer.beginTransaction();
                    for (int i = 0; i < RECORDS; i++) {
                        Future<?> unused =
                                producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, number + "/" + i));
                    }
                    if (commit) {
                        producer.commitTransaction();
                    } else {
                        producer.flush();
                        producer.abortTransaction();
                    }
                    told.put(number, commit);
                }
            } catch (KafkaException inDoubt) {
                System.out.println(id + " begins anew: " + inDoubt);
            }
        }
    }

    private void copy() {
        while (!stopCopying.get()) {
            try (KafkaProducer<String, String> producer = producer("copier");
                    KafkaConsumer<String, String> consumer = consumer("copiers")) {
                producer.initTransactions();
                consumer.subscribe(List.of(TOPIC));
                while (!stopCopying.get()) {
                    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                    if (!records.isEmpty()) {
                        copy(records, consumer, producer);
                    }
                }
            } catch (KafkaException inDoubt) {
                System.out.println("the copier begins anew: " + inDoubt);
            }
        }
    }

    private static void copy(
            ConsumerRecords<String, String> records,
            KafkaConsumer<String, String> consumer,
            KafkaProducer<String, String> producer) {
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            Future<?> unused = producer.send(new ProducerRecord<>(COPY, record.partition(), null, record.value()));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /** All that is committed, when no transaction is open any more: none hangs. */
    private List<String> readCommitted(String topic) throws Exception {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        if (stop.get() && topic.equals(TOPIC)) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> ends(partitions, IsolationLevel.READ_COMMITTED)
                            .equals(ends(partitions, IsolationLevel.READ_UNCOMMITTED)));
        }
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer("checkers")) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .listOffsets(
                            partitions.stream()
                                    .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())),
                            new ListOffsetsOptions(isolation))
                    .all()
                    .get(1, TimeUnit.MINUTES)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.address()));
    }

    private KafkaProducer<String, String> producer(String transactionalId) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "transactional.id", transactionalId,
                        "transaction.timeout.ms", "20000",
                        "max.block.ms", "60000",
                        "delivery.timeout.ms", "60000",
                        "request.timeout.ms", "10000",
                        "linger.ms", "0",
                        "reconnect.backoff.max.ms", "200"),
                new StringSerializer(),
                new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "group.id", group,
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "session.timeout.ms", "6000",
                        "heartbeat.interval.ms", "500",
                        "reconnect.backoff.max.ms", "200"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
