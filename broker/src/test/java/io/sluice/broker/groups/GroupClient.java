/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.FindCoordinatorHandler;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.shard.TransactionGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/** Speaks to the group APIs as a client of some version would. */
final class GroupClient {

    private final Wire wire;
    private final String topic;
    private final byte[] subscription;

    /** @param topic what it subscribes to, reads and commits */
    GroupClient(List<ApiHandler<?>> handlers, String topic) {
        this.wire = new Wire(handlers);
        this.topic = topic;
        this.subscription = Utils.toArray(
                ConsumerProtocol.serializeSubscription(new ConsumerPartitionAssignor.Subscription(List.of(topic))));
    }

    /** There is no coordinator that could be asked. */
    static final TransactionGate NO_TRANSACTIONS = (log, transactionalId, producerId, epoch, apiVersion) ->
            CompletableFuture.failedFuture(new NotCoordinatorException("no transactions here"));

    /** A service as a test likes it: without the initial delay, with a few partitions, patient with commits. */
    static GroupService service(LogStore logs, ClusterMetadata metadata) {
        GroupSettings settings = GroupSettings.of(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.num.partitions", "4",
                "offset.commit.timeout.ms", "60000"));
        return new GroupService(1, settings, logs, metadata, NO_TRANSACTIONS, Time.SYSTEM);
    }

    /** A client of the service, which finds it as it does in a broker. */
    static GroupClient of(GroupService service, String topic) {
        List<ApiHandler<?>> handlers = new ArrayList<>(service.handlers());
        handlers.add(new FindCoordinatorHandler(
                context -> new Node(
                        1,
                        context.localAddress().getHostString(),
                        context.localAddress().getPort()),
                Map.of(CoordinatorType.GROUP, service::ready)));
        return new GroupClient(handlers, topic);
    }

    <R extends ApiMessage> R ask(ApiKeys api, int version, ApiMessage request, Class<R> response) throws Exception {
        return wire.ask(api, version, request, response);
    }

    /** Finds the coordinator and waits until it has replayed its log. */
    FindCoordinatorResponseData find(String group) throws Exception {
        return findIn(6, group);
    }

    FindCoordinatorResponseData findIn(int version, String group) throws Exception {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData();
        FindCoordinatorResponseData found = ask(
                ApiKeys.FIND_COORDINATOR,
                version,
                version < 4 ? request.setKey(group) : request.setCoordinatorKeys(List.of(group)),
                FindCoordinatorResponseData.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            OffsetFetchResponseData fetched = ask(
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

    JoinGroupResponseData join(int version, String group, String member) throws Exception {
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(subscription));
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(group)
                .setMemberId(member)
                .setProtocolType("consumer")
                .setProtocols(protocols)
                .setSessionTimeoutMs(30_000);
        if (version > 0) {
            request.setRebalanceTimeoutMs(30_000);
        }
        return ask(ApiKeys.JOIN_GROUP, version, request, JoinGroupResponseData.class);
    }

    SyncGroupResponseData sync(int version, String group, JoinGroupResponseData joined) throws Exception {
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
        return ask(ApiKeys.SYNC_GROUP, version, request, SyncGroupResponseData.class);
    }

    Errors heartbeat(int version, String group, JoinGroupResponseData joined) throws Exception {
        HeartbeatResponseData beat = ask(
                ApiKeys.HEARTBEAT,
                version,
                new HeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId(joined.memberId())
                        .setGenerationId(joined.generationId()),
                HeartbeatResponseData.class);
        return Errors.forCode(beat.errorCode());
    }

    Errors commit(int version, String group, String member, int generation, long offset) throws Exception {
        OffsetCommitResponseData answer =
                send(version, group, member, generation, topic, 0, offset).get();
        return Errors.forCode(answer.topics().get(0).partitions().get(0).errorCode());
    }

    CompletableFuture<OffsetCommitResponseData> send(
            int version, String group, String member, int generation, String topicName, int partition, long offset) {
        return wire.send(
                ApiKeys.OFFSET_COMMIT,
                version,
                new OffsetCommitRequestData()
                        .setGroupId(group)
                        .setMemberId(member)
                        .setGenerationIdOrMemberEpoch(generation)
                        .setTopics(List.of(commitOf(topicName, Uuid.ZERO_UUID, partition, offset))),
                OffsetCommitResponseData.class);
    }

    static OffsetCommitRequestTopic commitOf(String topic, Uuid id, int partition, long offset) {
        return new OffsetCommitRequestTopic()
                .setName(topic)
                .setTopicId(id)
                .setPartitions(List.of(new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(offset)
                        .setCommittedMetadata("")));
    }

    /** The committed offset of partition 0, or -1; fails on an error. */
    long fetch(int version, String group) throws Exception {
        OffsetFetchRequestData request = version < 8
                ? new OffsetFetchRequestData()
                        .setGroupId(group)
                        .setTopics(List.of(
                                new OffsetFetchRequestTopic().setName(topic).setPartitionIndexes(List.of(0))))
                : new OffsetFetchRequestData()
                        .setGroups(List.of(new OffsetFetchRequestGroup()
                                .setGroupId(group)
                                .setTopics(List.of(new OffsetFetchRequestTopics()
                                        .setName(topic)
                                        .setPartitionIndexes(List.of(0))))));
        OffsetFetchResponseData answer = ask(ApiKeys.OFFSET_FETCH, version, request, OffsetFetchResponseData.class);
        if (version < 8) {
            assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
            return answer.topics().get(0).partitions().get(0).committedOffset();
        }
        assertThat(Errors.forCode(answer.groups().get(0).errorCode())).isEqualTo(Errors.NONE);
        return answer.groups().get(0).topics().get(0).partitions().get(0).committedOffset();
    }

    ConsumerGroupHeartbeatResponseData consumerHeartbeat(String group, String member, int epoch) throws Exception {
        return ask(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                1,
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId(group)
                        .setMemberId(member)
                        .setMemberEpoch(epoch)
                        .setRebalanceTimeoutMs(30_000)
                        .setSubscribedTopicNames(List.of(topic))
                        .setTopicPartitions(List.of()),
                ConsumerGroupHeartbeatResponseData.class);
    }
}
