/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.transactions.TransactionShard;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorExecutor;
import org.apache.kafka.coordinator.common.runtime.CoordinatorMetrics;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorShardBuilder;
import org.apache.kafka.coordinator.common.runtime.CoordinatorTimer;
import org.apache.kafka.timeline.SnapshotRegistry;
import org.jspecify.annotations.Nullable;

/** Makes a shard for the runtime. Of all that it offers, a shard needs only where its snapshots are kept. */
final class ShardBuilder implements CoordinatorShardBuilder<TransactionShard, CoordinatorRecord> {
    private @Nullable SnapshotRegistry snapshots;

    @Override
    public ShardBuilder withSnapshotRegistry(SnapshotRegistry registry) {
        snapshots = registry;
        return this;
    }

    @Override
    public ShardBuilder withLogContext(LogContext logContext) {
        return this;
    }

    @Override
    public ShardBuilder withTime(Time time) {
        return this;
    }

    @Override
    public ShardBuilder withTimer(CoordinatorTimer<CoordinatorRecord> timer) {
        return this;
    }

    @Override
    public ShardBuilder withExecutor(CoordinatorExecutor<CoordinatorRecord> executor) {
        return this;
    }

    @Override
    public ShardBuilder withCoordinatorMetrics(CoordinatorMetrics metrics) {
        return this;
    }

    @Override
    public ShardBuilder withTopicPartition(TopicPartition partition) {
        return this;
    }

    @Override
    public TransactionShard build() {
        return new TransactionShard(Objects.requireNonNull(snapshots));
    }
}
