/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** All handlers of this package. */
public final class GroupHandlers {

    private GroupHandlers() {}

    /**
     * @param advertised how a client reaches this broker over the connection it asks on
     * @param ready asked before a client is sent to the coordinator: completes when every group has one
     */
    public static List<ApiHandler<?>> all(
            GroupCoordinator coordinator,
            Supplier<ClusterImage> metadata,
            Function<RequestContext, Node> advertised,
            Supplier<CompletableFuture<Void>> ready) {
        return List.of(
                new FindCoordinatorHandler(advertised, ready),
                new JoinGroupHandler(coordinator),
                new SyncGroupHandler(coordinator),
                new HeartbeatHandler(coordinator),
                new LeaveGroupHandler(coordinator),
                new OffsetCommitHandler(coordinator, metadata),
                new OffsetFetchHandler(coordinator, metadata),
                new OffsetDeleteHandler(coordinator, metadata),
                new DescribeGroupsHandler(coordinator),
                new ListGroupsHandler(coordinator),
                new DeleteGroupsHandler(coordinator),
                new ConsumerGroupHeartbeatHandler(coordinator),
                new ConsumerGroupDescribeHandler(coordinator));
    }
}
