/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Answers one Kafka API.
 *
 * <p>Called on an event loop: must not block. Different requests may be handled at the same time; the answers of one
 * connection are put in order by the net layer, not here.
 *
 * @param <Q> the generated request class ({@code …RequestData})
 */
public interface ApiHandler<Q extends ApiMessage> {

    ApiKeys api();

    /**
     * Answers a request.
     *
     * @return the generated response ({@code …ResponseData}). A failure, thrown or in the future, becomes Kafka's error
     *     response for this API: an {@code ApiException} its own code, anything else {@code UNKNOWN_SERVER_ERROR} and
     *     one log line. Completes with null only for Produce with {@code acks=0}, which has no answer
     */
    CompletableFuture<? extends ApiMessage> handle(RequestContext context, Q request);
}
