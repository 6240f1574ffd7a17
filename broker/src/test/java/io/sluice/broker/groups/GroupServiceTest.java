/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Node;
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
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
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
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupServiceTest {

    private static final String TOPIC = "clicks";
    private static final String OFFSETS = "__consumer_offsets";
    private static final byte[] SUBSCRIPTION = Utils.toArray(
            ConsumerProtocol.serializeSubscription(new ConsumerPartitionAssignor.Subscription(List.of(TOPIC))));

    private final MemoryLogs logs = new MemoryLogs();
    private final MemoryMetadata metadata = new MemoryMetadata(logs);
    private final Map<String, String> configs = new HashMap<>(Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "4",
            "offset.commit.timeout.ms", "60000"));
    private GroupService service;
    private Wire wire;

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

        FindCoordinatorResponseData found = find("g");

        assertThat(found.coordinators().get(0).nodeId()).isEqualTo(1);
        assertThat(found.coordinators().get(0).port()).isEqualTo(9092);
        assertThat(metadata.image().topic(OFFSETS)).hasValueSatisfying(topic -> {
            assertThat(topic.partitions()).isEqualTo(4);
            assertThat(topic.configs()).containsEntry("cleanup.policy", "compact");
        });
    }

    @Test
    void shouldRefuseTransactionsInWords() throws Exception {
        FindCoordinatorResponseData found = wire.ask(
                ApiKeys.FIND_COORDINATOR,
                4,
                new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of("tx")),
                FindCoordinatorResponseData.class);

        assertThat(found.coordinators().get(0).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
        assertThat(found.coordinators().get(0).errorMessage()).contains("does not serve transactions");
    }

    @Test
    void shouldListNothingOnABrokerWithoutGroups() throws Exception {
        ListGroupsResponseData listed =
                wire.ask(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData(), ListGroupsResponseData.class);

        assertThat(listed.errorCode()).isZero();
        assertThat(listed.groups()).isEmpty();
        assertThat(metadata.image().topic(OFFSETS)).isEmpty();
    }

    @Test
    void shouldTellTheOldestClientsPerPartitionThatItIsNotTheirCoordinator() throws Exception {
        OffsetFetchResponseData answer = wire.ask(
                ApiKeys.OFFSET_FETCH,
                1,
                new OffsetFetchRequestData()
                        .setGroupId("g")
                        .setTopics(List.of(new OffsetFetchRequestTopic()
                                .setName(TOPIC)
                                .setPartitionIndexes(List.of(0)))),
                OffsetFetchResponseData.class);

        assertThat(answer.topics().get(0).partitions().get(0).errorCode())
                .isEqualTo(Errors.NOT_COORDINATOR.code());
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
        findIn(v.get("find"), "g");

        JoinGroupResponseData joined = join(v.get("join"), "g", "");
        if (joined.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
            joined = join(v.get("join"), "g", joined.memberId());
        }
        assertThat(Errors.forCode(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(joined.protocolName()).isEqualTo("range");

        SyncGroupResponseData synced = sync(v.get("sync"), "g", joined);
        assertThat(synced.assignment()).isEqualTo(new byte[] {7});

        assertThat(heartbeat(v.get("beat"), "g", joined)).isEqualTo(Errors.NONE);
        assertThat(commit(v.get("commit"), "g", joined.memberId(), joined.generationId(), 42))
                .isEqualTo(Errors.NONE);
        assertThat(fetch(v.get("fetch"), "g")).isEqualTo(42);

        LeaveGroupResponseData left = wire.ask(
                ApiKeys.LEAVE_GROUP,
                v.get("leave"),
                v.get("leave") < 3
                        ? new LeaveGroupRequestData().setGroupId("g").setMemberId(joined.memberId())
                        : new LeaveGroupRequestData()
                                .setGroupId("g")
                                .setMembers(List.of(new LeaveGroupRequestData.MemberIdentity()
                                        .setMemberId(joined.memberId()))),
                LeaveGroupResponseData.class);
        assertThat(Errors.forCode(left.errorCode())).isEqualTo(Errors.NONE);
        assertThat(heartbeat(v.get("beat"), "g", joined)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
    }

    @Test
    void shouldKeepOffsetsOverARestart() throws Exception {
        find("g");
        commit(9, "g", "", -1, 42);
        commit(9, "g", "", -1, 43);

        service.close();
        open();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(fetch(9, "g")).isEqualTo(43));
    }

    @Test
    void shouldAnswerACommitOnlyWhenItIsDurable() throws Exception {
        find("g");
        logs.hold();

        CompletableFuture<OffsetCommitResponseData> commit = send(9, "g", "", -1, TOPIC, 0, 42);
        logs.find(metadata.image().topic(OFFSETS).orElseThrow().id(), Math.abs("g".hashCode()) % 4)
                .ifPresent(log -> await().until(() -> log.endOffset() > log.highWatermark()));

        assertThat(commit).isNotDone();
        assertThat(fetch(9, "g")).as("a commit that may be lost is not shown").isEqualTo(-1);
        logs.release();
        assertThat(commit.get().topics().get(0).partitions().get(0).errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(fetch(9, "g")).isEqualTo(42);
    }

    @Test
    void shouldRefuseToCommitForWhatDoesNotExistAndCommitTheRest() throws Exception {
        find("g");
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(
                        commitOf(TOPIC, Uuid.ZERO_UUID, 0, 7),
                        commitOf(TOPIC, Uuid.ZERO_UUID, 3, 7),
                        commitOf("gone", Uuid.ZERO_UUID, 0, 7)));

        OffsetCommitResponseData answer =
                wire.ask(ApiKeys.OFFSET_COMMIT, 8, request, OffsetCommitResponseData.class);

        Map<String, Errors> errors = new HashMap<>();
        answer.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> errors.put(
                        topic.name() + partition.partitionIndex(), Errors.forCode(partition.errorCode()))));
        assertThat(errors)
                .containsEntry("clicks0", Errors.NONE)
                .containsEntry("clicks3", Errors.UNKNOWN_TOPIC_OR_PARTITION)
                .containsEntry("gone0", Errors.UNKNOWN_TOPIC_OR_PARTITION)
                .hasSize(3);
        assertThat(fetch(9, "g")).isEqualTo(7);
    }

    @Test
    void shouldKnowTopicsByIdSinceVersionTen() throws Exception {
        find("g");
        Uuid id = metadata.image().topic(TOPIC).orElseThrow().id();
        Uuid gone = Uuid.randomUuid();
        OffsetCommitRequestData commit = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(commitOf("", id, 1, 8), commitOf("", gone, 0, 8)));

        OffsetCommitResponseData committed =
                wire.ask(ApiKeys.OFFSET_COMMIT, 10, commit, OffsetCommitResponseData.class);

        assertThat(committed.topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.partitions().get(0).errorCode()).isEqualTo(Errors.NONE.code());
        });
        assertThat(committed.topics()).anySatisfy(topic -> {
            assertThat(topic.topicId()).isEqualTo(gone);
            assertThat(topic.partitions().get(0).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
        });

        OffsetFetchResponseData named = wire.ask(
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

        OffsetFetchResponseData all = wire.ask(
                ApiKeys.OFFSET_FETCH,
                10,
                new OffsetFetchRequestData()
                        .setGroups(List.of(
                                new OffsetFetchRequestGroup().setGroupId("g").setTopics(null),
                                new OffsetFetchRequestGroup().setGroupId("nobody").setTopics(null))),
                OffsetFetchResponseData.class);
        assertThat(all.groups()).hasSize(2);
        assertThat(all.groups().get(0).topics().get(0).topicId()).isEqualTo(id);
        assertThat(all.groups().get(1).topics()).isEmpty();
    }

    @Test
    void shouldServeAGroupOfTheConsumerProtocol() throws Exception {
        find("c");

        ConsumerGroupHeartbeatResponseData joined = consumerHeartbeat("c", "member-a-0000000000000000", 0);

        assertThat(joined.errorMessage()).isNull();
        assertThat(joined.memberEpoch()).isPositive();
        assertThat(joined.assignment().topicPartitions()).singleElement().satisfies(assigned -> {
            assertThat(assigned.topicId())
                    .isEqualTo(metadata.image().topic(TOPIC).orElseThrow().id());
            assertThat(assigned.partitions()).containsExactlyInAnyOrder(0, 1, 2);
        });
        ConsumerGroupDescribeResponseData described = wire.ask(
                ApiKeys.CONSUMER_GROUP_DESCRIBE,
                1,
                new ConsumerGroupDescribeRequestData().setGroupIds(List.of("c")),
                ConsumerGroupDescribeResponseData.class);
        assertThat(described.groups().get(0).groupState()).isEqualTo("Stable");
        assertThat(consumerHeartbeat("c", "member-a-0000000000000000", -1).memberEpoch())
                .isEqualTo(-1);
    }

    @Test
    void shouldListDescribeAndDeleteGroups() throws Exception {
        find("g");
        commit(9, "g", "", -1, 42);

        ListGroupsResponseData listed =
                wire.ask(ApiKeys.LIST_GROUPS, 5, new ListGroupsRequestData(), ListGroupsResponseData.class);
        assertThat(listed.groups()).singleElement().satisfies(group -> assertThat(group.groupId())
                .isEqualTo("g"));
        DescribeGroupsResponseData described = wire.ask(
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
        OffsetDeleteResponseData deleted = wire.ask(
                ApiKeys.OFFSET_DELETE,
                0,
                new OffsetDeleteRequestData().setGroupId("g").setTopics(topics),
                OffsetDeleteResponseData.class);
        assertThat(deleted.topics().find(TOPIC).partitions().find(0).errorCode()).isZero();
        assertThat(deleted.topics().find(TOPIC).partitions().find(9).errorCode())
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(fetch(9, "g")).isEqualTo(-1);

        commit(9, "g", "", -1, 43);
        DeleteGroupsResponseData gone = wire.ask(
                ApiKeys.DELETE_GROUPS,
                2,
                new DeleteGroupsRequestData().setGroupsNames(List.of("g", "g", "nobody")),
                DeleteGroupsResponseData.class);
        assertThat(gone.results().find("g").errorCode()).isZero();
        assertThat(gone.results().find("nobody").errorCode()).isEqualTo(Errors.GROUP_ID_NOT_FOUND.code());
        assertThat(fetch(9, "g")).isEqualTo(-1);
    }

    @Test
    void shouldForgetTheOffsetsOfADeletedTopic() throws Exception {
        find("g");
        commit(9, "g", "", -1, 42);

        metadata.deleteTopic(TOPIC);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(fetch(9, "g")).isEqualTo(-1));
    }

    @Test
    void shouldStartOverWhenTheOffsetsTopicIsDeleted() throws Exception {
        find("g");
        commit(9, "g", "", -1, 42);

        metadata.deleteTopic(OFFSETS);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        commit(9, "g", "", -1, 43))
                .isEqualTo(Errors.NOT_COORDINATOR));

        find("g");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(fetch(9, "g")).isEqualTo(-1));
        assertThat(commit(9, "g", "", -1, 44)).isEqualTo(Errors.NONE);
        assertThat(fetch(9, "g")).isEqualTo(44);
    }

    @Test
    void shouldEndAllItsThreads() throws Exception {
        find("g");
        commit(9, "g", "", -1, 42);

        service.close();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("group-coordinator")));
    }

    @Test
    void shouldEndItsThreadsWhenItWasNeverStarted() {
        service.close();
        service = create();

        service.close();
        service.close();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("group-coordinator")));
    }

    private GroupService create() {
        return new GroupService(
                1,
                GroupSettings.of(configs),
                logs,
                metadata,
                context -> new Node(
                        1,
                        context.localAddress().getHostString(),
                        context.localAddress().getPort()),
                Time.SYSTEM);
    }

    private void open() {
        service = create();
        service.start();
        wire = new Wire(service.handlers());
    }

    /** Finds the coordinator and waits until it has replayed its log. */
    private FindCoordinatorResponseData find(String group) throws Exception {
        return findIn(6, group);
    }

    private FindCoordinatorResponseData findIn(int version, String group) throws Exception {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData();
        FindCoordinatorResponseData found = wire.ask(
                ApiKeys.FIND_COORDINATOR,
                version,
                version < 4 ? request.setKey(group) : request.setCoordinatorKeys(List.of(group)),
                FindCoordinatorResponseData.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            OffsetFetchResponseData fetched = wire.ask(
                    ApiKeys.OFFSET_FETCH,
                    8,
                    new OffsetFetchRequestData()
                            .setGroups(List.of(new OffsetFetchRequestGroup()
                                    .setGroupId(group)
                                    .setTopics(null))),
                    OffsetFetchResponseData.class);
            return fetched.groups().get(0).errorCode() == 0;
        });
        return found;
    }

    private JoinGroupResponseData join(int version, String group, String member) throws Exception {
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(SUBSCRIPTION));
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(group)
                .setMemberId(member)
                .setProtocolType("consumer")
                .setProtocols(protocols)
                .setSessionTimeoutMs(30_000);
        if (version > 0) {
            request.setRebalanceTimeoutMs(30_000);
        }
        return wire.ask(ApiKeys.JOIN_GROUP, version, request, JoinGroupResponseData.class);
    }

    private SyncGroupResponseData sync(int version, String group, JoinGroupResponseData joined) throws Exception {
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId(group)
                .setGenerationId(joined.generationId())
                .setMemberId(joined.memberId())
                .setAssignments(List.of(new SyncGroupRequestAssignment()
                        .setMemberId(joined.memberId())
                        .setAssignment(new byte[] {7})));
        if (version >= 5) {
            request.setProtocolType("consumer").setProtocolName("range");
        }
        return wire.ask(ApiKeys.SYNC_GROUP, version, request, SyncGroupResponseData.class);
    }

    private Errors heartbeat(int version, String group, JoinGroupResponseData joined) throws Exception {
        HeartbeatResponseData beat = wire.ask(
                ApiKeys.HEARTBEAT,
                version,
                new HeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId(joined.memberId())
                        .setGenerationId(joined.generationId()),
                HeartbeatResponseData.class);
        return Errors.forCode(beat.errorCode());
    }

    private Errors commit(int version, String group, String member, int generation, long offset) throws Exception {
        OffsetCommitResponseData answer =
                send(version, group, member, generation, TOPIC, 0, offset).get();
        return Errors.forCode(answer.topics().get(0).partitions().get(0).errorCode());
    }

    private CompletableFuture<OffsetCommitResponseData> send(
            int version, String group, String member, int generation, String topic, int partition, long offset) {
        return wire.send(
                ApiKeys.OFFSET_COMMIT,
                version,
                new OffsetCommitRequestData()
                        .setGroupId(group)
                        .setMemberId(member)
                        .setGenerationIdOrMemberEpoch(generation)
                        .setTopics(List.of(commitOf(topic, Uuid.ZERO_UUID, partition, offset))),
                OffsetCommitResponseData.class);
    }

    private static OffsetCommitRequestTopic commitOf(String topic, Uuid id, int partition, long offset) {
        return new OffsetCommitRequestTopic()
                .setName(topic)
                .setTopicId(id)
                .setPartitions(List.of(new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(offset)
                        .setCommittedMetadata("")));
    }

    /** The committed offset of partition 0, or -1; fails on an error. */
    private long fetch(int version, String group) throws Exception {
        OffsetFetchRequestData request = version < 8
                ? new OffsetFetchRequestData()
                        .setGroupId(group)
                        .setTopics(List.of(new OffsetFetchRequestTopic()
                                .setName(TOPIC)
                                .setPartitionIndexes(List.of(0))))
                : new OffsetFetchRequestData()
                        .setGroups(List.of(new OffsetFetchRequestGroup()
                                .setGroupId(group)
                                .setTopics(List.of(new OffsetFetchRequestTopics()
                                        .setName(TOPIC)
                                        .setPartitionIndexes(List.of(0))))));
        OffsetFetchResponseData answer =
                wire.ask(ApiKeys.OFFSET_FETCH, version, request, OffsetFetchResponseData.class);
        if (version < 8) {
            assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
            return answer.topics().get(0).partitions().get(0).committedOffset();
        }
        assertThat(Errors.forCode(answer.groups().get(0).errorCode())).isEqualTo(Errors.NONE);
        return answer.groups().get(0).topics().get(0).partitions().get(0).committedOffset();
    }

    private ConsumerGroupHeartbeatResponseData consumerHeartbeat(String group, String member, int epoch)
            throws Exception {
        return wire.ask(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId(member)
                        .setMemberEpoch(epoch)
                        .setRebalanceTimeoutMs(30_000)
                        .setSubscribedTopicNames(List.of(TOPIC))
                        .setTopicPartitions(List.of()),
                ConsumerGroupHeartbeatResponseData.class);
    }
}
