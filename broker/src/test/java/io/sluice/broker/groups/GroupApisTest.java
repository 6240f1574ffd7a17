/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of all ages ask, and what they are told. */
class GroupApisTest {

    private static final String TOPIC = "clicks";
    private static final String OFFSETS = "__consumer_offsets";

    private final MemoryLogs logs = new MemoryLogs();
    private final MemoryMetadata metadata = new MemoryMetadata(logs);
    private GroupService service;
    private GroupClient client;

    @BeforeEach
    void start() {
        metadata.createTopic(TOPIC, 3, Map.of());
        service = GroupClient.service(logs, metadata);
        service.start();
        client = GroupClient.of(service, TOPIC);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldRefuseInWordsWhatItCoordinatesNot() throws Exception {
        FindCoordinatorResponseData found = client.ask(
                ApiKeys.FIND_COORDINATOR,
                4,
                new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of("tx")),
                FindCoordinatorResponseData.class);

        assertThat(found.coordinators().get(0).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
        assertThat(found.coordinators().get(0).errorMessage()).contains("no coordinator of key type 1");
    }

    @Test
    void shouldListNothingOnABrokerWithoutGroups() throws Exception {
        ListGroupsResponseData listed =
                client.ask(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData(), ListGroupsResponseData.class);

        assertThat(listed.errorCode()).isZero();
        assertThat(listed.groups()).isEmpty();
        assertThat(metadata.image().topic(OFFSETS)).isEmpty();
    }

    @Test
    void shouldTellTheOldestClientsPerPartitionThatItIsNotTheirCoordinator() throws Exception {
        OffsetFetchResponseData answer = client.ask(
                ApiKeys.OFFSET_FETCH,
                1,
                new OffsetFetchRequestData()
                        .setGroupId("g")
                        .setTopics(List.of(
                                new OffsetFetchRequestTopic().setName(TOPIC).setPartitionIndexes(List.of(0)))),
                OffsetFetchResponseData.class);

        assertThat(answer.topics().get(0).partitions().get(0).errorCode()).isEqualTo(Errors.NOT_COORDINATOR.code());
    }

    /** The versions of python-kafka, kafkajs, an old and a new Java client. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "find=0 join=0 sync=0 beat=0 leave=0 commit=2 fetch=1",
                "find=0 join=2 sync=1 beat=1 leave=1 commit=2 fetch=1",
                "find=1 join=5 sync=3 beat=3 leave=3 commit=5 fetch=4",
                "find=3 join=7 sync=5 beat=4 leave=4 commit=8 fetch=7",
                "find=6 join=9 sync=5 beat=4 leave=5 commit=9 fetch=9",
            })
    void shouldServeAClassicGroupInEveryDialect(String dialect) throws Exception {
        Map<String, Integer> v = new HashMap<>();
        for (String pair : dialect.split(" ")) {
            v.put(pair.split("=")[0], Integer.parseInt(pair.split("=")[1]));
        }
        client.findIn(v.get("find"), "g");

        JoinGroupResponseData joined = client.join(v.get("join"), "g", "");
        if (joined.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
            joined = client.join(v.get("join"), "g", joined.memberId());
        }
        assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(joined.protocolName()).isEqualTo("range");

        SyncGroupResponseData synced = client.sync(v.get("sync"), "g", joined);
        assertThat(synced.assignment()).isEqualTo(new byte[] {7});

        assertThat(client.heartbeat(v.get("beat"), "g", joined)).isEqualTo(Errors.NONE);
        assertThat(client.commit(v.get("commit"), "g", joined.memberId(), joined.generationId(), 42))
                .isEqualTo(Errors.NONE);
        assertThat(client.fetch(v.get("fetch"), "g")).isEqualTo(42);

        LeaveGroupResponseData left = client.ask(
                ApiKeys.LEAVE_GROUP,
                v.get("leave"),
                v.get("leave") < 3
                        ? new LeaveGroupRequestData().setGroupId("g").setMemberId(joined.memberId())
                        : new LeaveGroupRequestData()
                                .setGroupId("g")
                                .setMembers(List.of(
                                        new LeaveGroupRequestData.MemberIdentity().setMemberId(joined.memberId()))),
                LeaveGroupResponseData.class);
        assertThat(Errors.forCode(left.errorCode())).isEqualTo(Errors.NONE);
        assertThat(client.heartbeat(v.get("beat"), "g", joined)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldRefuseToCommitForWhatDoesNotExistAndCommitTheRest() throws Exception {
        client.find("g");
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(
                        GroupClient.commitOf(TOPIC, Uuid.ZERO_UUID, 0, 7),
                        GroupClient.commitOf(TOPIC, Uuid.ZERO_UUID, 3, 7),
                        GroupClient.commitOf("gone", Uuid.ZERO_UUID, 0, 7)));

        OffsetCommitResponseData answer = client.ask(ApiKeys.OFFSET_COMMIT, 8, request, OffsetCommitResponseData.class);

        Map<String, Errors> errors = new HashMap<>();
        answer.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> errors.put(
                                topic.name() + partition.partitionIndex(), Errors.forCode(partition.errorCode()))));
        assertThat(errors)
                .containsEntry("clicks0", Errors.NONE)
                .containsEntry("clicks3", Errors.UNKNOWN_TOPIC_OR_PARTITION)
                .containsEntry("gone0", Errors.UNKNOWN_TOPIC_OR_PARTITION)
                .hasSize(3);
        assertThat(client.fetch(9, "g")).isEqualTo(7);
    }

    @Test
    void shouldKnowTopicsByIdSinceVersionTen() throws Exception {
        client.find("g");
        Uuid id = metadata.image().topic(TOPIC).orElseThrow().id();
        Uuid gone = Uuid.randomUuid();
        OffsetCommitRequestData commit = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(GroupClient.commitOf("", id, 1, 8), GroupClient.commitOf("", gone, 0, 8)));

        OffsetCommitResponseData committed =
                client.ask(ApiKeys.OFFSET_COMMIT, 10, commit, OffsetCommitResponseData.class);

        assertThat(committed.topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.partitions().get(0).errorCode()).isEqualTo(Errors.NONE.code());
        });
        assertThat(committed.topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(gone);
            assertThat(topic.partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
        });

        OffsetFetchResponseData named = client.ask(
                ApiKeys.OFFSET_FETCH,
                10,
                new OffsetFetchRequestData()
                        .setGroups(List.of(new OffsetFetchRequestGroup()
                                .setGroupId("g")
                                .setTopics(List.of(
                                        new OffsetFetchRequestTopics()
                                                .setTopicId(id)
                                                .setPartitionIndexes(List.of(1)),
                                        new OffsetFetchRequestTopics()
                                                .setTopicId(gone)
                                                .setPartitionIndexes(List.of(0)))))),
                OffsetFetchResponseData.class);
        assertThat(named.groups().get(0).topics()).hasSize(2);
        assertThat(named.groups().get(0).topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.partitions().get(0).committedOffset()).isEqualTo(8);
        });
        assertThat(named.groups().get(0).topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(gone);
            assertThat(topic.partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
        });

        OffsetFetchResponseData all = client.ask(
                ApiKeys.OFFSET_FETCH,
                10,
                new OffsetFetchRequestData()
                        .setGroups(List.of(
                                new OffsetFetchRequestGroup().setGroupId("g").setTopics(null),
                                new OffsetFetchRequestGroup()
                                        .setGroupId("nobody")
                                        .setTopics(null))),
                OffsetFetchResponseData.class);
        assertThat(all.groups()).hasSize(2);
        assertThat(all.groups().get(0).topics().get(0).topicId()).isEqualTo(id);
        assertThat(all.groups().get(1).topics()).isEmpty();
    }

    @Test
    void shouldServeAGroupOfTheConsumerProtocol() throws Exception {
        client.find("c");

        ConsumerGroupHeartbeatResponseData joined = client.consumerHeartbeat("c", "member-a-0000000000000000", 0);

        assertThat(joined.errorMessage()).isNull();
        assertThat(joined.memberEpoch()).isPositive();
        assertThat(joined.assignment().topicPartitions()).singleElement().satisfies(assigned -> {
            assertThat(assigned.topicId())
                    .isEqualTo(metadata.image().topic(TOPIC).orElseThrow().id());
            assertThat(assigned.partitions()).containsExactlyInAnyOrder(0, 1, 2);
        });
        ConsumerGroupDescribeResponseData described = client.ask(
                ApiKeys.CONSUMER_GROUP_DESCRIBE,
                1,
                new ConsumerGroupDescribeRequestData().setGroupIds(List.of("c")),
                ConsumerGroupDescribeResponseData.class);
        assertThat(described.groups().get(0).groupState()).isEqualTo("Stable");
        assertThat(client.consumerHeartbeat("c", "member-a-0000000000000000", -1)
                        .memberEpoch())
                .isEqualTo(-1);
    }

    @Test
    void shouldFindTopicsByAPattern() throws Exception {
        client.find("c");
        metadata.createTopic("clicks-eu", 1, Map.of());
        metadata.createTopic("orders", 1, Map.of());
        ConsumerGroupHeartbeatRequestData request = new ConsumerGroupHeartbeatRequestData()
                .setGroupId("c")
                .setMemberId("member-a-0000000000000000")
                .setRebalanceTimeoutMs(30_000)
                .setTopicPartitions(List.of())
                .setSubscribedTopicRegex("clicks.*");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            ConsumerGroupHeartbeatResponseData joined =
                    client.ask(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, request, ConsumerGroupHeartbeatResponseData.class);
            assertThat(joined.assignment().topicPartitions()).hasSize(2);
        });
    }

    @Test
    void shouldRefuseAPatternThatIsNone() throws Exception {
        client.find("c");
        ConsumerGroupHeartbeatResponseData refused = client.ask(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId("c")
                        .setMemberId("member-a-0000000000000000")
                        .setRebalanceTimeoutMs(30_000)
                        .setTopicPartitions(List.of())
                        .setSubscribedTopicRegex("clicks("),
                ConsumerGroupHeartbeatResponseData.class);

        assertThat(Errors.forCode(refused.errorCode())).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
    }

    @Test
    void shouldListDescribeAndDeleteGroups() throws Exception {
        client.find("g");
        client.commit(9, "g", "", -1, 42);

        ListGroupsResponseData listed =
                client.ask(ApiKeys.LIST_GROUPS, 5, new ListGroupsRequestData(), ListGroupsResponseData.class);
        assertThat(listed.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.groupId()).isEqualTo("g"));
        DescribeGroupsResponseData described = client.ask(
                ApiKeys.DESCRIBE_GROUPS,
                6,
                new DescribeGroupsRequestData()
                        .setGroups(List.of("g", "nobody"))
                        .setIncludeAuthorizedOperations(true),
                DescribeGroupsResponseData.class);
        assertThat(described.groups().get(0).groupState()).isEqualTo("Empty");
        assertThat(described.groups().get(0).authorizedOperations()).isPositive();
        assertThat(described.groups().get(1).errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());

        OffsetDeleteRequestTopicCollection topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic()
                .setName(TOPIC)
                .setPartitions(List.of(
                        new OffsetDeleteRequestPartition().setPartitionIndex(0),
                        new OffsetDeleteRequestPartition().setPartitionIndex(9))));
        OffsetDeleteResponseData deleted = client.ask(
                ApiKeys.OFFSET_DELETE,
                0,
                new OffsetDeleteRequestData().setGroupId("g").setTopics(topics),
                OffsetDeleteResponseData.class);
        assertThat(deleted.topics().find(TOPIC).partitions().find(0).errorCode())
                .isZero();
        assertThat(deleted.topics().find(TOPIC).partitions().find(9).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(client.fetch(9, "g")).isEqualTo(-1);

        client.commit(9, "g", "", -1, 43);
        DeleteGroupsResponseData gone = client.ask(
                ApiKeys.DELETE_GROUPS,
                2,
                new DeleteGroupsRequestData().setGroupsNames(List.of("g", "g", "nobody")),
                DeleteGroupsResponseData.class);
        assertThat(gone.results().find("g").errorCode()).isZero();
        assertThat(gone.results().find("nobody").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(client.fetch(9, "g")).isEqualTo(-1);
    }
}
