/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionalProducer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.common.TransactionVersion;

/** Takes the partition with a group's offsets into a transaction, for clients that do so before they write there. */
public final class AddOffsetsToTxnHandler implements ApiHandler<AddOffsetsToTxnRequestData> {
    private static final int FIRST_WITH_FENCED = 2;

    private final TransactionCoordinator coordinator;
    private final Function<String, TopicPartition> partitionOfGroup;

    public AddOffsetsToTxnHandler(
            TransactionCoordinator coordinator, Function<String, TopicPartition> partitionOfGroup) {
        this.coordinator = coordinator;
        this.partitionOfGroup = partitionOfGroup;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ADD_OFFSETS_TO_TXN;
    }

    @Override
    public CompletableFuture<AddOffsetsToTxnResponseData> handle(
            RequestContext context, AddOffsetsToTxnRequestData request) {
        TransactionalProducer producer =
                new TransactionalProducer(request.transactionalId(), request.producerId(), request.producerEpoch());
        Set<TopicPartition> partition = Set.of(partitionOfGroup.apply(request.groupId()));
        return coordinator
                .add(producer, partition, TransactionVersion.TV_1)
                .handle((added, error) -> new AddOffsetsToTxnResponseData()
                        .setErrorCode(
                                (error == null ? Errors.NONE : ProducerErrors.code(context, error, FIRST_WITH_FENCED))
                                        .code()));
    }
}
