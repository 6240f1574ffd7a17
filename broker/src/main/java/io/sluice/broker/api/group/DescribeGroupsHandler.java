/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** DescribeGroups: state and members of classic groups. */
final class DescribeGroupsHandler implements ApiHandler<DescribeGroupsRequestData> {

    private final GroupCoordinator coordinator;

    DescribeGroupsHandler(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_GROUPS;
    }

    @Override
    public CompletableFuture<DescribeGroupsResponseData> handle(
            RequestContext context, DescribeGroupsRequestData request) {
        return coordinator.describeGroups(context, request.groups()).thenApply(groups -> {
            if (request.includeAuthorizedOperations()) {
                groups.stream()
                        .filter(group -> group.errorCode() == Errors.NONE.code())
                        .forEach(group -> group.setAuthorizedOperations(GroupOperations.ALL));
            }
            return new DescribeGroupsResponseData().setGroups(groups);
        });
    }
}
