/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.transactions.Transaction;
import io.sluice.broker.transactions.TransactionCoordinator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells what is known of transactional ids. */
public final class DescribeTransactionsHandler implements ApiHandler<DescribeTransactionsRequestData> {
    private final TransactionCoordinator coordinator;

    public DescribeTransactionsHandler(TransactionCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_TRANSACTIONS;
    }

    @Override
    public CompletableFuture<DescribeTransactionsResponseData> handle(
            RequestContext context, DescribeTransactionsRequestData request) {
        List<CompletableFuture<TransactionState>> states = request.transactionalIds().stream()
                .map(id -> state(context, id))
                .toList();
        return CompletableFuture.allOf(states.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> new DescribeTransactionsResponseData()
                        .setTransactionStates(
                                states.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<TransactionState> state(RequestContext context, String id) {
        if (id.isEmpty()) {
            return CompletableFuture.completedFuture(failed(id, Errors.INVALID_REQUEST));
        }
        return coordinator
                .find(id)
                .handle((found, error) -> error == null ? state(id, found) : failed(id, Failures.code(context, error)));
    }

    private static TransactionState failed(String id, Errors error) {
        return new TransactionState().setTransactionalId(id).setErrorCode(error.code());
    }

    private static TransactionState state(String id, Optional<Transaction> found) {
        if (found.isEmpty()) {
            return failed(id, Errors.TRANSACTIONAL_ID_NOT_FOUND);
        }
        Transaction transaction = found.get();
        TransactionState state = new TransactionState()
                .setTransactionalId(id)
                .setProducerId(transaction.producerId())
                .setProducerEpoch(transaction.epoch())
                .setTransactionState(transaction.state().stateName())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStartTimeMs(transaction.startMs());
        for (TopicPartition partition : transaction.partitions()) {
            TopicData topic = state.topics().find(partition.topic());
            if (topic == null) {
                topic = new TopicData().setTopic(partition.topic());
                state.topics().add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return state;
    }
}
