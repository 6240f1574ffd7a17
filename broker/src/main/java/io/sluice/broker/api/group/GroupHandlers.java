/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.group;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.metadata.ClusterImage;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.coordinator.group.GroupCoordinator;

/** All handlers of this package. */
public final class GroupHandlers {

    private GroupHandlers() {}

    public static List<ApiHandler<?>> all(GroupCoordinator coordinator, Supplier<ClusterImage> metadata) {
        return List.of(
                new JoinGroupHandler(coordinator),
                new SyncGroupHandler(coordinator),
                new HeartbeatHandler(coordinator),
                new LeaveGroupHandler(coordinator),
                new OffsetCommitHandler(coordinator, metadata),
                new OffsetFetchHandler(coordinator, metadata),
                new OffsetDeleteHandler(coordinator, metadata),
                new TxnOffsetCommitHandler(coordinator, metadata),
                new DescribeGroupsHandler(coordinator),
                new ListGroupsHandler(coordinator),
                new DeleteGroupsHandler(coordinator),
                new ConsumerGroupHeartbeatHandler(coordinator),
                new ConsumerGroupDescribeHandler(coordinator));
    }
}
