/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** SyncGroup: hands out the assignment; answered when the leader has sent it. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequestData> {

    private final GroupCoordinator coordinator;

    SyncGroupHandler(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.SYNC_GROUP;
    }

    @Override
    public CompletableFuture<SyncGroupResponseData> handle(RequestContext context, SyncGroupRequestData request) {
        if (!new SyncGroupRequest(request, context.version()).areMandatoryProtocolTypeAndNamePresent()) {
            return CompletableFuture.completedFuture(
                    new SyncGroupResponseData().setErrorCode(Errors.INCONSISTENT_GROUP_PROTOCOL.code()));
        }
        return coordinator.syncGroup(context, request, BufferSupplier.NO_CACHING);
    }
}
