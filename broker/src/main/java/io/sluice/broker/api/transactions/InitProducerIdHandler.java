/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.transactions;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ProducerIds;
import io.sluice.broker.transactions.TransactionCoordinator;
import io.sluice.broker.transactions.TransactionalProducer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Gives producers their ids, and those with a transactional id the epoch that fences their predecessors. */
public final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {
    private static final int FIRST_WITH_FENCED = 4;

    private final TransactionCoordinator coordinator;
    private final ProducerIds ids;
    private final Executor io;

    /** @param io for what may wait for a disk */
    public InitProducerIdHandler(TransactionCoordinator coordinator, ProducerIds ids, Executor io) {
        this.coordinator = coordinator;
        this.ids = ids;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public CompletableFuture<InitProducerIdResponseData> handle(
            RequestContext context, InitProducerIdRequestData request) {
        if (request.transactionalId() == null) {
            return CompletableFuture.supplyAsync(
                    () -> new InitProducerIdResponseData()
                            .setProducerId(ids.next())
                            .setProducerEpoch((short) 0),
                    io);
        }
        if (request.transactionalId().isEmpty()
                || (request.producerId() == RecordBatch.NO_PRODUCER_ID)
                        != (request.producerEpoch() == RecordBatch.NO_PRODUCER_EPOCH)) {
            throw new InvalidRequestException(
                    "A transactional id must not be empty, and comes with a producer id and epoch or with neither.");
        }
        TransactionalProducer expected =
                new TransactionalProducer(request.transactionalId(), request.producerId(), request.producerEpoch());
        return coordinator
                .initialize(expected, request.transactionTimeoutMs())
                .handle((producer, error) -> error == null
                        ? new InitProducerIdResponseData()
                                .setProducerId(producer.producerId())
                                .setProducerEpoch(producer.epoch())
                        : new InitProducerIdResponseData()
                                .setProducerId(RecordBatch.NO_PRODUCER_ID)
                                .setProducerEpoch(RecordBatch.NO_PRODUCER_EPOCH)
                                .setErrorCode(ProducerErrors.code(context, error, FIRST_WITH_FENCED)
                                        .code()));
    }
}
