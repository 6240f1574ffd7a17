/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions.io;

import io.sluice.broker.log.AppendOrigin;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.shard.CoordinatorLogs;
import io.sluice.broker.transactions.EndMarker;
import io.sluice.broker.transactions.Markers;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Writes markers to the logs of this broker, those of the offsets topic by the coordinator of groups. */
record LogMarkers(CoordinatorLogs logs, Markers ofOffsets, LongSupplier nowMs) implements Markers {

    @Override
    public CompletableFuture<Void> write(TopicPartition partition, EndMarker marker) {
        try {
            PartitionLog log = logs.find(partition)
                    .orElseThrow(() -> new UnknownTopicOrPartitionException("there is no partition " + partition));
            return partition.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME)
                    ? ofOffsets.write(partition, marker)
                    : log.append(records(marker), AppendOrigin.COORDINATOR).durable();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private MemoryRecords records(EndMarker marker) {
        return MemoryRecords.withEndTransactionMarker(
                nowMs.getAsLong(),
                marker.producerId(),
                marker.epoch(),
                new EndTransactionMarker(
                        marker.commit() ? ControlRecordType.COMMIT : ControlRecordType.ABORT,
                        marker.coordinatorEpoch()));
    }
}
