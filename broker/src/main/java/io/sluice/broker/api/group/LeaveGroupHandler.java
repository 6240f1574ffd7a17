/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** LeaveGroup: several members since version 3 (KIP-345), one before. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequestData> {

    private static final short FIRST_BATCHED_VERSION = 3;

    private final GroupCoordinator coordinator;

    LeaveGroupHandler(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.LEAVE_GROUP;
    }

    @Override
    public CompletableFuture<LeaveGroupResponseData> handle(RequestContext context, LeaveGroupRequestData request) {
        LeaveGroupRequestData batched = context.version() >= FIRST_BATCHED_VERSION
                ? request
                : new LeaveGroupRequestData()
                        .setGroupId(request.groupId())
                        .setMembers(List.of(new MemberIdentity().setMemberId(request.memberId())));
        return coordinator
                .leaveGroup(context, batched)
                .thenApply(left -> new LeaveGroupResponse(left, context.version()).data());
    }
}
