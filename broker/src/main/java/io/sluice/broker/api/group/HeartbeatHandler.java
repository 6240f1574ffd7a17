/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** Heartbeat: a member of a classic group lives, and hears whether a rebalance goes on. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequestData> {

    private final GroupCoordinator coordinator;

    HeartbeatHandler(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.HEARTBEAT;
    }

    @Override
    public CompletableFuture<HeartbeatResponseData> handle(RequestContext context, HeartbeatRequestData request) {
        return coordinator.heartbeat(context, request);
    }
}
