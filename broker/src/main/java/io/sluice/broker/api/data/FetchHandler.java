/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.api.Timer;
import io.sluice.broker.log.PartitionLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Reads batches, waiting for new ones as long as the client asks (long poll). */
public final class FetchHandler implements ApiHandler<FetchRequestData> {
    private static final short FIRST_WITH_TOPIC_IDS = 13;

    private final Partitions partitions;
    private final int maxBytes;
    private final Timer timer;
    private final Executor io;
    private final FetchSessions sessions;

    /**
     * @param maxBytes no answer is larger, a single batch aside, whatever the client asks for
     * @param io for reads that may wait for a disk
     */
    public FetchHandler(Partitions partitions, int maxBytes, FetchSessions sessions, Timer timer, Executor io) {
        this.partitions = partitions;
        this.maxBytes = maxBytes;
        this.sessions = sessions;
        this.timer = timer;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.FETCH;
    }

    @Override
    public CompletableFuture<FetchResponseData> handle(RequestContext context, FetchRequestData request) {
        FetchPlan plan = sessions.plan(request, context.version() >= FIRST_WITH_TOPIC_IDS);
        if (plan.error() != Errors.NONE) {
            return CompletableFuture.completedFuture(
                    new FetchResponseData().setErrorCode(plan.error().code()));
        }
        List<FetchTarget> targets =
                plan.wanted().stream().map(wanted -> target(context, wanted)).toList();
        Fetch.Limits limits = Fetch.Limits.of(request, maxBytes);
        Fetch fetch = new Fetch(context, targets, limits, read -> response(plan, targets, read), io);
        fetch.start(timer);
        return fetch.response();
    }

    private FetchTarget target(RequestContext context, FetchSession.Wanted wanted) {
        TopicIdPartition partition = wanted.partition();
        @Nullable PartitionLog log = null;
        Errors error = Errors.NONE;
        try {
            log = context.version() >= FIRST_WITH_TOPIC_IDS
                    ? partitions.byId(partition.topicId(), partition.partition())
                    : partitions.byName(partition.topic(), partition.partition());
            Partitions.checkLeaderEpoch(log, wanted.request().currentLeaderEpoch());
        } catch (ApiException e) {
            log = null;
            error = Failures.code(context, e);
        }
        return new FetchTarget(
                partition, wanted.request().fetchOffset(), wanted.request().partitionMaxBytes(), log, error);
    }

    private static FetchResponseData response(FetchPlan plan, List<FetchTarget> targets, FetchRead read) {
        FetchResponseData response = new FetchResponseData().setSessionId(plan.sessionId());
        @Nullable FetchableTopicResponse topic = null;
        for (int i = 0; i < targets.size(); i++) {
            TopicIdPartition partition = targets.get(i).partition();
            PartitionData data = read.partitions().get(i);
            if (!plan.tells(partition, data)) {
                FetchRead.release(data);
                continue;
            }
            if (topic == null
                    || !topic.topic().equals(partition.topic())
                    || !topic.topicId().equals(partition.topicId())) {
                topic = new FetchableTopicResponse().setTopic(partition.topic()).setTopicId(partition.topicId());
                response.responses().add(topic);
            }
            topic.partitions().add(data);
        }
        return response;
    }
}
