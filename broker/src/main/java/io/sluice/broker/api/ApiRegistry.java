/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Every API that this broker serves. What is not here is not advertised, and a client that asks for it all the same
 * gets {@code UNSUPPORTED_VERSION}. Immutable.
 */
public final class ApiRegistry {
    private final Map<ApiKeys, ApiHandler<?>> handlers = new EnumMap<>(ApiKeys.class);

    /** @throws IllegalArgumentException if two handlers answer the same API */
    public ApiRegistry(Collection<? extends ApiHandler<?>> handlers) {
        handlers.forEach(this::add);
        add(new ApiVersionsHandler(this));
    }

    private void add(ApiHandler<?> handler) {
        ApiHandler<?> before = handlers.put(handler.api(), handler);
        if (before != null) {
            throw new IllegalArgumentException(handler.api() + " is handled twice: " + before + ", " + handler);
        }
    }

    /** As {@link ApiHandler#handle}, by the handler of the context's API. */
    public CompletableFuture<? extends ApiMessage> handle(RequestContext context, ApiMessage request) {
        ApiHandler<?> handler = handlers.get(context.api());
        if (handler == null) {
            throw new UnsupportedVersionException(context.api() + " is not served; ApiVersions tells what is");
        }
        return handle(handler, context, request);
    }

    @SuppressWarnings("unchecked") // An API and its request class are one to one in Kafka's generated code
    private static <Q extends ApiMessage> CompletableFuture<? extends ApiMessage> handle(
            ApiHandler<Q> handler, RequestContext context, ApiMessage request) {
        return handler.handle(context, (Q) request);
    }

    public boolean serves(ApiKeys api) {
        return handlers.containsKey(api);
    }

    /**
     * The APIs with the version ranges to advertise, by id. Where Kafka advertises more than it serves (Produce 0 to
     * 2: KAFKA-18659, librdkafka stops compressing otherwise) so do we.
     */
    public List<ApiVersion> advertised() {
        return handlers.keySet().stream()
                .flatMap(api -> api.toApiVersionForApiResponse(false, ListenerType.BROKER).stream())
                .toList();
    }

    /** The APIs served, by id. */
    public Collection<ApiKeys> served() {
        return Collections.unmodifiableSet(handlers.keySet());
    }
}
