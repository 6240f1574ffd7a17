/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.Partitions;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.Append;
import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.transactions.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches, and answers when they are durable: with one broker that is what {@code acks=1} and {@code acks=all}
 * both mean, and it costs a share of one sync. With {@code acks=0} there is no answer, and an error closes the
 * connection, the only way to tell.
 *
 * <p>Each partition of a request succeeds or fails alone.
 */
public final class ProduceHandler implements ApiHandler<ProduceRequestData> {
    private static final short FIRST_WITH_TOPIC_IDS = 13;
    private static final long NO_OFFSET = -1;

    private final Partitions partitions;
    private final TransactionalAppends transactional;

    public ProduceHandler(Partitions partitions, Verification verification) {
        this.partitions = partitions;
        this.transactional = new TransactionalAppends(verification);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.PRODUCE;
    }

    @Override
    public CompletableFuture<ProduceResponseData> handle(RequestContext context, ProduceRequestData request) {
        if (request.acks() < -1 || request.acks() > 1) {
            throw new InvalidRequiredAcksException("acks is " + request.acks() + ", and must be -1, 0 or 1.");
        }
        ProduceResponseData response = new ProduceResponseData();
        List<CompletableFuture<?>> durable = new ArrayList<>();
        for (TopicProduceData topic : request.topicData()) {
            TopicProduceResponse topicResponse =
                    new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
            response.responses().add(topicResponse);
            for (PartitionProduceData partition : topic.partitionData()) {
                PartitionProduceResponse result = new PartitionProduceResponse()
                        .setIndex(partition.index())
                        .setBaseOffset(NO_OFFSET);
                topicResponse.partitionResponses().add(result);
                durable.add(append(context, request.transactionalId(), topic, partition, result));
            }
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(durable.toArray(CompletableFuture<?>[]::new));
        return request.acks() == 0 ? all.thenApply(done -> silence(response)) : all.thenApply(done -> response);
    }

    /** Fills in the result, now or when the future completes; the future itself never fails. */
    private CompletableFuture<?> append(
            RequestContext context,
            @Nullable String transactionalId,
            TopicProduceData topic,
            PartitionProduceData partition,
            PartitionProduceResponse result) {
        try {
            PartitionLog log = context.version() >= FIRST_WITH_TOPIC_IDS
                    ? partitions.byId(topic.topicId(), partition.index())
                    : partitions.byName(topic.name(), partition.index());
            if (Topic.isInternal(log.partition().topic())) {
                throw new InvalidTopicException("Topic " + log.partition().topic()
                        + " holds the state of a coordinator; clients cannot append to it.");
            }
            ProduceRequest.validateRecords(context.version(), partition.records());
            MemoryRecords records = (MemoryRecords) partition.records();
            CompletableFuture<Void> durable = transactionalId != null && isTransactional(records)
                    ? transactional
                            .append(context, transactionalId, log, records)
                            .thenCompose(append -> appended(append, result))
                    : appended(log.append(records, AppendOrigin.CLIENT), result);
            return durable.exceptionally(error -> {
                fail(context, result, error);
                return null;
            });
        } catch (RuntimeException e) {
            fail(context, result, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static boolean isTransactional(MemoryRecords records) {
        return records.batches().iterator().next().isTransactional();
    }

    private static CompletableFuture<Void> appended(Append append, PartitionProduceResponse result) {
        result.setBaseOffset(append.baseOffset())
                .setLogAppendTimeMs(append.logAppendTimeMs())
                .setLogStartOffset(append.logStartOffset());
        return append.durable();
    }

    private static void fail(RequestContext context, PartitionProduceResponse result, Throwable error) {
        Errors code = Failures.code(context, error);
        result.setErrorCode(code.code())
                .setErrorMessage(Failures.message(error))
                .setBaseOffset(NO_OFFSET)
                .setLogAppendTimeMs(NO_OFFSET)
                .setLogStartOffset(NO_OFFSET);
    }

    /** No answer if all is well, and the first error otherwise. */
    private static @Nullable ProduceResponseData silence(ProduceResponseData response) {
        for (TopicProduceResponse topic : response.responses()) {
            for (PartitionProduceResponse partition : topic.partitionResponses()) {
                if (partition.errorCode() != Errors.NONE.code()) {
                    throw Errors.forCode(partition.errorCode()).exception(partition.errorMessage());
                }
            }
        }
        return null;
    }
}
