/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.ClusterMetadata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says in which log directory a partition is to be. There is one, so it is there already. */
public final class AlterReplicaLogDirsHandler implements ApiHandler<AlterReplicaLogDirsRequestData> {
    private final ClusterMetadata metadata;
    private final String directory;

    /** @param directory of all logs, as {@link DescribeLogDirsHandler} names it */
    public AlterReplicaLogDirsHandler(ClusterMetadata metadata, Path directory) {
        this.metadata = metadata;
        this.directory = directory.toAbsolutePath().normalize().toString();
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
        if (!path.replaceFirst("(?<=.)/+$", "").equals(directory)) {
            return Errors.LOG_DIR_NOT_FOUND;
        }
        boolean exists = metadata.image()
                .topic(topic)
                .filter(found -> partition >= 0 && partition < found.partitions())
                .isPresent();
        return exists ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }
}
