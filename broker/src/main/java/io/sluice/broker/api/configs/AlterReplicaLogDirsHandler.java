/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.LogPlacement;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says in which log directory a partition is to be; it moves there in the background. */
public final class AlterReplicaLogDirsHandler implements ApiHandler<AlterReplicaLogDirsRequestData> {
    private final ClusterMetadata metadata;
    private final LogStore logs;
    private final LogPlacement placement;
    private final List<LogDirectory> directories;

    public AlterReplicaLogDirsHandler(
            ClusterMetadata metadata, LogStore logs, LogPlacement placement, List<LogDirectory> directories) {
        this.metadata = metadata;
        this.logs = logs;
        this.placement = placement;
        this.directories = List.copyOf(directories);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ALTER_REPLICA_LOG_DIRS;
    }

    @Override
    public CompletableFuture<AlterReplicaLogDirsResponseData> handle(
            RequestContext context, AlterReplicaLogDirsRequestData request) {
        Map<String, AlterReplicaLogDirTopicResult> results = new LinkedHashMap<>();
        for (AlterReplicaLogDir dir : request.dirs()) {
            for (AlterReplicaLogDirTopic topic : dir.topics()) {
                AlterReplicaLogDirTopicResult result = results.computeIfAbsent(
                        topic.name(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name));
                topic.partitions()
                        .forEach(partition -> result.partitions()
                                .add(new AlterReplicaLogDirPartitionResult()
                                        .setPartitionIndex(partition)
                                        .setErrorCode(place(dir.path(), topic.name(), partition)
                                                .code())));
            }
        }
        AlterReplicaLogDirsResponseData response = new AlterReplicaLogDirsResponseData();
        response.results().addAll(results.values());
        return CompletableFuture.completedFuture(response);
    }

    private Errors place(String path, String topic, int partition) {
        String name = path.replaceFirst("(?<=.)/+$", "");
        Optional<LogDirectory> target = directories.stream()
                .filter(directory -> directory.name().equals(name))
                .findFirst();
        if (target.isEmpty()) {
            return Errors.LOG_DIR_NOT_FOUND;
        }
        Optional<PartitionLog> log = metadata.image().topic(topic).flatMap(found -> logs.find(found.id(), partition));
        try {
            log.ifPresent(found -> placement.move(found, target.get().path()));
        } catch (KafkaStorageException offline) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
        return log.isPresent() ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }
}
