/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.data;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ProducerIds;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Gives idempotent producers their ids. */
public final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {
    private final ProducerIds ids;
    private final Executor io;

    /** @param io for what may wait for a disk */
    public InitProducerIdHandler(ProducerIds ids, Executor io) {
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
        if (request.transactionalId() != null) {
            return CompletableFuture.failedFuture(new UnsupportedVersionException("Transactions are not served."));
        }
        return CompletableFuture.supplyAsync(
                () -> new InitProducerIdResponseData().setProducerId(ids.next()).setProducerEpoch((short) 0), io);
    }
}
