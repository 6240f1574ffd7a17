/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** JoinGroup: enters a classic group; answered when the rebalance has gathered its members. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequestData> {

    private final GroupCoordinator coordinator;

    JoinGroupHandler(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.JOIN_GROUP;
    }

    /** Version 0 has no rebalance time-out: its session time-out serves. Below version 7 the protocol is never null. */
    @Override
    public CompletableFuture<JoinGroupResponseData> handle(RequestContext context, JoinGroupRequestData request) {
        JoinGroupRequestData complete = new JoinGroupRequest(request, context.version()).data();
        return coordinator
                .joinGroup(context, complete, BufferSupplier.NO_CACHING)
                .thenApply(joined -> new JoinGroupResponse(joined, context.version()).data());
    }
}
