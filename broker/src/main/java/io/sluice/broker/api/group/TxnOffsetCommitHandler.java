/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/**
 * TxnOffsetCommit: offsets that come into force when the transaction is committed (KIP-98, KIP-447). What does not exist
 * gets its error, the rest is taken.
 */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequestData> {

    private final GroupCoordinator coordinator;
    private final Supplier<ClusterImage> metadata;

    TxnOffsetCommitHandler(GroupCoordinator coordinator, Supplier<ClusterImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.TXN_OFFSET_COMMIT;
    }

    @Override
    public CompletableFuture<TxnOffsetCommitResponseData> handle(
            RequestContext context, TxnOffsetCommitRequestData request) {
        TxnOffsetCommitResponse.Builder answer = new TxnOffsetCommitResponse.Builder();
        ClusterImage image = metadata.get();
        List<TxnOffsetCommitRequestTopic> known = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            TxnOffsetCommitRequestTopic existing = new TxnOffsetCommitRequestTopic().setName(topic.name());
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                if (image.hasPartition(topic.name(), partition.partitionIndex())) {
                    existing.partitions().add(partition);
                } else {
                    answer.addPartition(topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
                }
            }
            if (!existing.partitions().isEmpty()) {
                known.add(existing);
            }
        }
        if (known.isEmpty()) {
            return CompletableFuture.completedFuture(answer.build().data());
        }
        return coordinator
                .commitTransactionalOffsets(context, request.duplicate().setTopics(known), BufferSupplier.NO_CACHING)
                .thenApply(committed -> answer.merge(committed).build().data());
    }
}
