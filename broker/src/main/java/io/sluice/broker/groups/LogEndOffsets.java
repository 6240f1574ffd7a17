/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.shard.CoordinatorLogs;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.util.PartitionMetadataClient;

/** Answers the coordinator's question where a partition ends (for share groups), from the logs of this broker. */
record LogEndOffsets(CoordinatorLogs logs) implements PartitionMetadataClient {

    @Override
    public Map<TopicPartition, CompletableFuture<OffsetResponse>> listLatestOffsets(Set<TopicPartition> partitions) {
        return partitions.stream()
                .collect(Collectors.toMap(
                        Function.identity(), partition -> CompletableFuture.completedFuture(latest(partition))));
    }

    @Override
    public void close() {}

    private OffsetResponse latest(TopicPartition partition) {
        return logs.find(partition)
                .map(log -> new OffsetResponse(log.highWatermark(), Errors.NONE))
                .orElseGet(() -> new OffsetResponse(-1, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }
}
