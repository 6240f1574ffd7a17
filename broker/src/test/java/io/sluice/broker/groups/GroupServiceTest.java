/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of the coordinator: its topic, its log, its threads. */
class GroupServiceTest {

    private static final String TOPIC = "clicks";
    private static final String OFFSETS = "__consumer_offsets";

    private final MemoryLogs logs = new MemoryLogs();
    private final MemoryMetadata metadata = new MemoryMetadata(logs);
    private GroupService service;
    private GroupClient client;

    @BeforeEach
    void start() {
        metadata.createTopic(TOPIC, 3, Map.of());
        open();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldCreateTheOffsetsTopicWhenAGroupIsFirstLookedFor() throws Exception {
        assertThat(metadata.image().topic(OFFSETS)).isEmpty();

        FindCoordinatorResponseData found = client.find("g");

        assertThat(found.coordinators().get(0).nodeId()).isEqualTo(1);
        assertThat(found.coordinators().get(0).port()).isEqualTo(9092);
        assertThat(metadata.image().topic(OFFSETS)).hasValueSatisfying(topic -> {
            assertThat(topic.partitions()).isEqualTo(4);
            assertThat(topic.configs()).containsEntry("cleanup.policy", "compact");
        });
    }

    @Test
    void shouldSendTheFirstClientToACoordinatorThatServes() throws Exception {
        client.ask(
                ApiKeys.FIND_COORDINATOR,
                6,
                new FindCoordinatorRequestData().setCoordinatorKeys(List.of("g")),
                FindCoordinatorResponseData.class);

        assertThat(client.commit(9, "g", "", -1, 42)).isEqualTo(Errors.NONE);
    }

    @Test
    void shouldKeepOffsetsOverARestart() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);
        client.commit(9, "g", "", -1, 43);

        service.close();
        open();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.fetch(9, "g")).isEqualTo(43));
    }

    @Test
    void shouldAnswerACommitOnlyWhenItIsDurable() throws Exception {
        client.find("g");
        logs.hold();

        CompletableFuture<OffsetCommitResponseData> commit = client.send(9, "g", "", -1, TOPIC, 0, 42);
        logs.find(metadata.image().topic(OFFSETS).orElseThrow().id(), Math.floorMod("g".hashCode(), 4))
                .ifPresent(log -> await().until(() -> log.endOffset() > log.highWatermark()));

        assertThat(commit).isNotDone();
        assertThat(client.fetch(9, "g"))
                .as("a commit that may be lost is not shown")
                .isEqualTo(-1);
        logs.release();
        assertThat(commit.get().topics().get(0).partitions().get(0).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(client.fetch(9, "g")).isEqualTo(42);
    }

    @Test
    void shouldRefuseACommitThatTheLogRefusesAndShowNothingOfIt() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);

        logs.setBroken(true);
        assertThat(client.commit(9, "g", "", -1, 43)).isEqualTo(Errors.NOT_COORDINATOR);
        assertThat(client.fetch(9, "g")).isEqualTo(42);

        logs.setBroken(false);
        assertThat(client.commit(9, "g", "", -1, 44)).isEqualTo(Errors.NONE);
        assertThat(client.fetch(9, "g")).isEqualTo(44);
    }

    @Test
    void shouldForgetTheOffsetsOfADeletedTopic() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);

        metadata.deleteTopic(TOPIC);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.fetch(9, "g")).isEqualTo(-1));
    }

    @Test
    void shouldStartOverWhenTheOffsetsTopicIsDeleted() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);

        metadata.deleteTopic(OFFSETS);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(client.commit(9, "g", "", -1, 43)).isEqualTo(Errors.NOT_COORDINATOR));

        client.find("g");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(client.fetch(9, "g")).isEqualTo(-1));
        assertThat(client.commit(9, "g", "", -1, 44)).isEqualTo(Errors.NONE);
        assertThat(client.fetch(9, "g")).isEqualTo(44);
    }

    @Test
    void shouldEndAllItsThreads() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);

        service.close();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().contains("group-coordinator")));
    }

    @Test
    void shouldEndItsThreadsWhenItWasNeverStarted() {
        service.close();
        service = GroupClient.service(logs, metadata);

        service.close();
        service.close();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().contains("group-coordinator")));
    }

    private void open() {
        service = GroupClient.service(logs, metadata);
        service.start();
        client = GroupClient.of(service, TOPIC);
    }
}
