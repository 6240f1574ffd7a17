/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.api.Timer;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.log.ReadIsolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
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

    /**
     * @param maxBytes no answer is larger, a single batch aside, whatever the client asks for
     * @param io for reads that may wait for a disk
     */
    public FetchHandler(Partitions partitions, int maxBytes, Timer timer, Executor io) {
        this.partitions = partitions;
        this.maxBytes = maxBytes;
        this.timer = timer;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.FETCH;
    }

    @Override
    public CompletableFuture<FetchResponseData> handle(RequestContext context, FetchRequestData request) {
        List<FetchTarget> targets = new ArrayList<>();
        for (FetchTopic topic : request.topics()) {
            for (FetchPartition partition : topic.partitions()) {
                targets.add(target(context, topic, partition));
            }
        }
        Fetch.Limits limits = new Fetch.Limits(
                request.minBytes(),
                Math.min(request.maxBytes(), maxBytes),
                request.maxWaitMs(),
                request.isolationLevel() == IsolationLevel.READ_COMMITTED.id()
                        ? ReadIsolation.READ_COMMITTED
                        : ReadIsolation.READ_UNCOMMITTED);
        Fetch fetch = new Fetch(context, targets, limits, read -> response(targets, read), io);
        fetch.start(timer);
        return fetch.response();
    }

    private FetchTarget target(RequestContext context, FetchTopic topic, FetchPartition partition) {
        @Nullable PartitionLog log = null;
        Errors error = Errors.NONE;
        try {
            log = context.version() >= FIRST_WITH_TOPIC_IDS
                    ? partitions.byId(topic.topicId(), partition.partition())
                    : partitions.byName(topic.topic(), partition.partition());
            Partitions.checkLeaderEpoch(log, partition.currentLeaderEpoch());
        } catch (ApiException e) {
            log = null;
            error = Failures.code(context, e);
        }
        return new FetchTarget(
                topic.topic(),
                topic.topicId(),
                partition.partition(),
                partition.fetchOffset(),
                partition.partitionMaxBytes(),
                log,
                error);
    }

    private static FetchResponseData response(List<FetchTarget> targets, FetchRead read) {
        FetchResponseData response = new FetchResponseData();
        @Nullable FetchableTopicResponse topic = null;
        for (int i = 0; i < targets.size(); i++) {
            FetchTarget target = targets.get(i);
            if (topic == null
                    || !topic.topic().equals(target.topic())
                    || !topic.topicId().equals(target.topicId())) {
                topic = new FetchableTopicResponse().setTopic(target.topic()).setTopicId(target.topicId());
                response.responses().add(topic);
            }
            topic.partitions().add(read.partitions().get(i));
        }
        return response;
    }
}
