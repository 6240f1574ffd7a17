/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionalProducer;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Commits or aborts a transaction. Since version 5 the producer goes on with the epoch after it (KIP-890). */
public final class EndTxnHandler implements ApiHandler<EndTxnRequestData> {
    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_WITH_NEXT_EPOCH = 5;

    private final TransactionCoordinator coordinator;

    public EndTxnHandler(TransactionCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.END_TXN;
    }

    @Override
    public CompletableFuture<EndTxnResponseData> handle(RequestContext context, EndTxnRequestData request) {
        TransactionalProducer producer =
                new TransactionalProducer(request.transactionalId(), request.producerId(), request.producerEpoch());
        boolean withNextEpoch = context.version() >= FIRST_WITH_NEXT_EPOCH;
        return coordinator.end(producer, request.committed(), withNextEpoch).handle((next, error) -> {
            if (error != null) {
                return answer(RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH, withNextEpoch)
                        .setErrorCode(ProducerErrors.code(context, error, FIRST_WITH_FENCED)
                                .code());
            }
            return answer(next.producerId(), next.epoch(), withNextEpoch);
        });
    }

    private static EndTxnResponseData answer(long producerId, short epoch, boolean withNextEpoch) {
        EndTxnResponseData answer = new EndTxnResponseData();
        return withNextEpoch ? answer.setProducerId(producerId).setProducerEpoch(epoch) : answer;
    }
}
