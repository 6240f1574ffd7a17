/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** How much the partitions take of the disk, and how much is left. */
public final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequestData> {
    private final ClusterMetadata metadata;
    private final LogStore logs;
    private final Supplier<DiskSpace> disk;
    private final Executor io;

    /**
     * The one log directory; sizes are those of its file system.
     *
     * @param failed whether writing it failed, so that it takes no more records
     */
    public record DiskSpace(String directory, long totalBytes, long usableBytes, boolean failed) {}

    /** @param io for asking the disk */
    public DescribeLogDirsHandler(ClusterMetadata metadata, LogStore logs, Supplier<DiskSpace> disk, Executor io) {
        this.metadata = metadata;
        this.logs = logs;
        this.disk = disk;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_LOG_DIRS;
    }

    @Override
    public CompletableFuture<DescribeLogDirsResponseData> handle(
            RequestContext context, DescribeLogDirsRequestData request) {
        return CompletableFuture.supplyAsync(() -> answer(request), io);
    }

    private DescribeLogDirsResponseData answer(DescribeLogDirsRequestData request) {
        DiskSpace space = disk.get();
        DescribeLogDirsResult result = new DescribeLogDirsResult()
                .setErrorCode((space.failed() ? Errors.KAFKA_STORAGE_ERROR : Errors.NONE).code())
                .setLogDir(space.directory())
                .setTotalBytes(space.totalBytes())
                .setUsableBytes(space.usableBytes());
        asked(request).forEach((topic, partitions) -> {
            List<DescribeLogDirsPartition> sizes = partitions.stream()
                    .flatMap(partition -> logs.find(topic.id(), partition).stream())
                    .map(log -> new DescribeLogDirsPartition()
                            .setPartitionIndex(log.partition().partition())
                            .setPartitionSize(log.sizeInBytes()))
                    .toList();
            if (!sizes.isEmpty()) {
                result.topics()
                        .add(new DescribeLogDirsTopic().setName(topic.name()).setPartitions(sizes));
            }
        });
        DescribeLogDirsResponseData response = new DescribeLogDirsResponseData();
        response.results().add(result);
        return response;
    }

    /** Null means all; what does not exist is left out. */
    private Map<TopicImage, Set<Integer>> asked(DescribeLogDirsRequestData request) {
        Map<TopicImage, Set<Integer>> asked = new HashMap<>();
        if (request.topics() == null) {
            metadata.image()
                    .topicsByName()
                    .values()
                    .forEach(topic -> IntStream.range(0, topic.partitions())
                            .forEach(partition -> asked.computeIfAbsent(topic, any -> new TreeSet<>())
                                    .add(partition)));
        } else {
            request.topics()
                    .forEach(topic -> metadata.image()
                            .topic(topic.topic())
                            .ifPresent(found -> asked.computeIfAbsent(found, any -> new TreeSet<>())
                                    .addAll(topic.partitions())));
        }
        return asked;
    }
}
