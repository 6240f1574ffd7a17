/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own clients in groups of this broker. */
@Timeout(180)
class GroupsIT {

    private static final String TOPIC = "clicks";
    private static final int PARTITIONS = 4;
    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory.resolve("data"));
        broker.fill(TOPIC, PARTITIONS, 400);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldFindTopicsByAPatternOnTheBroker() throws Exception {
        broker.fill("clicks-eu", 1, 10);
        try (KafkaConsumer<String, String> consumer = broker.consumer("consumer", "g", Map.of())) {
            consumer.subscribe(new SubscriptionPattern("clicks.*"));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(POLL);
                return consumer.assignment().size() == PARTITIONS + 1;
            });
        }
    }

    @Test
    void shouldKeepClientsOutOfTheOffsetsTopic() throws Exception {
        try (KafkaConsumer<String, String> consumer = broker.consumer("classic", "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            readInto(new ArrayList<>(), consumer, 10);
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address(), "max.block.ms", "60000"),
                new StringSerializer(),
                new StringSerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("__consumer_offsets", "k", "v"))
                            .get())
                    .hasCauseInstanceOf(InvalidTopicException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldResumeWhereTheGroupWasAfterARestart(String protocol) throws Exception {
        List<Integer> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = broker.consumer(protocol, "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            readInto(read, consumer, 150);
        }

        broker = broker.restart();

        try (KafkaConsumer<String, String> consumer = broker.consumer(protocol, "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            readInto(read, consumer, 400);
        }
        assertThat(read).doesNotHaveDuplicates().hasSize(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldResumeAfterAKill(String protocol) throws Exception {
        List<Integer> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = broker.consumer(protocol, "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            readInto(read, consumer, 150);

            try (TestBroker revived = broker.startFromCopyOfTheDiskIn(directory.resolve("copy"));
                    KafkaConsumer<String, String> next = revived.consumer(protocol, "g", Map.of())) {
                // In the log the member is alive: its session has to time out first.
                next.subscribe(List.of(TOPIC));
                readInto(read, next, 400);
            }
        }
        assertThat(read).doesNotHaveDuplicates().hasSize(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldKeepItsMembersOverARestart(String protocol) throws Exception {
        List<Integer> read = new ArrayList<>();
        AtomicInteger lost = new AtomicInteger();
        try (KafkaConsumer<String, String> consumer = broker.consumer(protocol, "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC), new LossCounter(lost));
            readInto(read, consumer, 400);
            String member = consumer.groupMetadata().memberId();

            broker = broker.restart();
            broker.produce(TOPIC, PARTITIONS, 400, 500);

            readInto(read, consumer, 500);
            assertThat(consumer.groupMetadata().memberId()).isEqualTo(member);
        }
        assertThat(read).doesNotHaveDuplicates().hasSize(500);
        assertThat(lost).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldShareThePartitionsAndTakeThemBack(String protocol) {
        try (KafkaConsumer<String, String> first = broker.consumer(protocol, "g", Map.of());
                KafkaConsumer<String, String> second = broker.consumer(protocol, "g", Map.of())) {
            first.subscribe(List.of(TOPIC));
            second.subscribe(List.of(TOPIC));
            awaitShared(first, second);
            assertThat(first.assignment()).hasSize(PARTITIONS / 2);

            second.close();

            await().atMost(Duration.ofSeconds(60)).until(() -> {
                first.poll(POLL);
                return first.assignment().size() == PARTITIONS;
            });
        }
    }

    @Test
    void shouldUpgradeAGroupFromTheClassicToTheConsumerProtocolMemberByMember() {
        try (KafkaConsumer<String, String> classic = broker.consumer("classic", "g", Map.of());
                KafkaConsumer<String, String> modern = broker.consumer("consumer", "g", Map.of())) {
            classic.subscribe(List.of(TOPIC));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                classic.poll(POLL);
                return classic.assignment().size() == PARTITIONS;
            });

            modern.subscribe(List.of(TOPIC));

            awaitShared(classic, modern);
        }
    }

    @Test
    void shouldLetAStaticMemberComeBackWithoutARebalance() {
        Map<String, Object> instance = Map.of("group.instance.id", "one");
        try (KafkaConsumer<String, String> other =
                broker.consumer("classic", "g", Map.of("group.instance.id", "two"))) {
            KafkaConsumer<String, String> member = broker.consumer("classic", "g", instance);
            Set<TopicPartition> before;
            int generation;
            try (member) {
                member.subscribe(List.of(TOPIC));
                other.subscribe(List.of(TOPIC));
                awaitShared(member, other);
                before = Set.copyOf(member.assignment());
                generation = other.groupMetadata().generationId();
            }

            try (KafkaConsumer<String, String> again = broker.consumer("classic", "g", instance)) {
                again.subscribe(List.of(TOPIC));
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    again.poll(POLL);
                    other.poll(POLL);
                    return !again.assignment().isEmpty();
                });
                assertThat(again.assignment()).isEqualTo(before);
                assertThat(other.groupMetadata().generationId()).isEqualTo(generation);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldServeTheToolsOfAnAdministrator(String protocol) throws Exception {
        TopicPartition zero = new TopicPartition(TOPIC, 0);
        try (Admin admin = broker.admin();
                KafkaConsumer<String, String> consumer = broker.consumer(protocol, "g", Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            readInto(new ArrayList<>(), consumer, 400);

            assertThat(admin.listGroups().all().get()).singleElement().satisfies(group -> {
                assertThat(group.groupId()).isEqualTo("g");
                assertThat(group.type())
                        .hasValueSatisfying(type -> assertThat(type.toString()).isEqualToIgnoringCase(protocol));
            });
            ConsumerGroupDescription described = describe(admin, "g");
            assertThat(described.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(described.members()).singleElement().satisfies(member -> {
                assertThat(member.assignment().topicPartitions()).hasSize(PARTITIONS);
                assertThat(member.host()).isEqualTo("/127.0.0.1");
            });
            assertThat(committed(admin, "g").get(zero).offset()).isEqualTo(100);
        }
        try (Admin admin = broker.admin()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> describe(admin, "g").groupState() == GroupState.EMPTY);

            admin.alterConsumerGroupOffsets("g", Map.of(zero, new OffsetAndMetadata(7)))
                    .all()
                    .get();
            assertThat(committed(admin, "g").get(zero).offset()).isEqualTo(7);

            admin.deleteConsumerGroupOffsets("g", Set.of(zero)).all().get();
            assertThat(committed(admin, "g")).doesNotContainKey(zero).hasSize(PARTITIONS - 1);

            admin.deleteConsumerGroups(List.of("g")).all().get();
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private record LossCounter(AtomicInteger lost) implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lost.incrementAndGet();
        }
    }

    private static ConsumerGroupDescription describe(Admin admin, String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get();
    }

    private static void awaitShared(Consumer<?, ?> one, Consumer<?, ?> other) {
        Set<TopicPartition> all = new HashSet<>();
        IntStream.range(0, PARTITIONS).forEach(partition -> all.add(new TopicPartition(TOPIC, partition)));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            one.poll(POLL);
            other.poll(POLL);
            Set<TopicPartition> both = new HashSet<>(one.assignment());
            both.addAll(other.assignment());
            return both.equals(all)
                    && one.assignment().size() == other.assignment().size();
        });
    }

    /** Reads and commits until {@code read} has {@code count} values or more. */
    private static void readInto(List<Integer> read, Consumer<String, String> consumer, int count) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            consumer.poll(POLL).forEach(next -> read.add(Integer.valueOf(next.value())));
            consumer.commitSync();
            return read.size() >= count;
        });
    }
}
