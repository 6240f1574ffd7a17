/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;

/**
 * FindCoordinator: this broker, for every group and every transactional id. Since version 4 a request asks for several
 * keys (KIP-699).
 */
public final class FindCoordinatorHandler implements ApiHandler<FindCoordinatorRequestData> {

    private static final short FIRST_BATCHED_VERSION = 4;

    private final Function<RequestContext, Node> advertised;
    private final Map<CoordinatorType, Supplier<CompletableFuture<Void>>> ready;

    /**
     * @param advertised how a client reaches this broker over the connection it asks on
     * @param ready what there is a coordinator for; asked before a client is sent to it: completes when it serves
     */
    public FindCoordinatorHandler(
            Function<RequestContext, Node> advertised, Map<CoordinatorType, Supplier<CompletableFuture<Void>>> ready) {
        this.advertised = advertised;
        this.ready = Map.copyOf(ready);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.FIND_COORDINATOR;
    }

    @Override
    public CompletableFuture<FindCoordinatorResponseData> handle(
            RequestContext context, FindCoordinatorRequestData request) {
        List<String> keys =
                context.version() < FIRST_BATCHED_VERSION ? List.of(request.key()) : request.coordinatorKeys();
        return find(context, request.keyType()).thenApply(found -> answer(context.version(), keys, found));
    }

    private CompletableFuture<Coordinator> find(RequestContext context, byte keyType) {
        Optional<CoordinatorType> type =
                ready.keySet().stream().filter(known -> known.id() == keyType).findFirst();
        if (type.isEmpty()) {
            return CompletableFuture.completedFuture(
                    failure(Errors.INVALID_REQUEST, "This broker has no coordinator of key type " + keyType + "."));
        }
        return ready.get(type.get()).get().handle((done, failure) -> {
            if (failure != null) {
                return failure(Errors.COORDINATOR_NOT_AVAILABLE, Errors.COORDINATOR_NOT_AVAILABLE.message());
            }
            Node node = advertised.apply(context);
            return new Coordinator().setNodeId(node.id()).setHost(node.host()).setPort(node.port());
        });
    }

    private static Coordinator failure(Errors error, String message) {
        Node none = Node.noNode();
        return new Coordinator()
                .setErrorCode(error.code())
                .setErrorMessage(message)
                .setNodeId(none.id())
                .setHost(none.host())
                .setPort(none.port());
    }

    private static FindCoordinatorResponseData answer(short version, List<String> keys, Coordinator found) {
        if (version < FIRST_BATCHED_VERSION) {
            return new FindCoordinatorResponseData()
                    .setErrorCode(found.errorCode())
                    .setErrorMessage(found.errorMessage())
                    .setNodeId(found.nodeId())
                    .setHost(found.host())
                    .setPort(found.port());
        }
        return new FindCoordinatorResponseData()
                .setCoordinators(
                        keys.stream().map(key -> found.duplicate().setKey(key)).toList());
    }
}
