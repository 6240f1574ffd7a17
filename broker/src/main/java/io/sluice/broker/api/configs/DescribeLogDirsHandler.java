/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.log.LogPlacement;
import io.sluice.broker.log.LogStore;
import io.sluice.broker.log.PartitionLog;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeLogDirsResponse;
import org.jspecify.annotations.Nullable;

/** How much the partitions take of the disk, and how much is left. */
public final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequestData> {
    private final ClusterMetadata metadata;
    private final LogStore logs;
    private final LogPlacement placement;
    private final List<LogDirectory> directories;
    private final Function<LogDirectory, DiskSpace> disk;
    private final Executor io;

    /**
     * Of a directory's file system.
     *
     * @param failed whether writing failed, so that no more records are taken
     */
    public record DiskSpace(long totalBytes, long usableBytes, boolean failed) {
        /** Of a directory that has failed so that not even this can be told. */
        public static final DiskSpace UNKNOWN = new DiskSpace(
                DescribeLogDirsResponse.UNKNOWN_VOLUME_BYTES, DescribeLogDirsResponse.UNKNOWN_VOLUME_BYTES, true);
    }

    /** @param io for asking the disk */
    public DescribeLogDirsHandler(
            ClusterMetadata metadata,
            LogStore logs,
            LogPlacement placement,
            List<LogDirectory> directories,
            Function<LogDirectory, DiskSpace> disk,
            Executor io) {
        this.metadata = metadata;
        this.logs = logs;
        this.placement = placement;
        this.directories = List.copyOf(directories);
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
        Map<TopicImage, Set<Integer>> asked = asked(request);
        Map<PartitionLog, LogPlacement.Move> moves = placement.moves();
        DescribeLogDirsResponseData response = new DescribeLogDirsResponseData();
        for (LogDirectory directory : directories) {
            DiskSpace space = disk.apply(directory);
            DescribeLogDirsResult result = new DescribeLogDirsResult()
                    .setErrorCode((space.failed() ? Errors.KAFKA_STORAGE_ERROR : Errors.NONE).code())
                    .setLogDir(directory.name())
                    .setTotalBytes(space.totalBytes())
                    .setUsableBytes(space.usableBytes());
            asked.forEach((topic, partitions) -> {
                List<DescribeLogDirsPartition> here = partitions.stream()
                        .flatMap(partition -> logs.find(topic.id(), partition).stream())
                        .flatMap(log -> describe(log, directory, moves.get(log)))
                        .toList();
                if (!here.isEmpty()) {
                    result.topics()
                            .add(new DescribeLogDirsTopic()
                                    .setName(topic.name())
                                    .setPartitions(here));
                }
            });
            response.results().add(result);
        }
        return response;
    }

    private Stream<DescribeLogDirsPartition> describe(
            PartitionLog log, LogDirectory directory, LogPlacement.@Nullable Move move) {
        DescribeLogDirsPartition partition =
                new DescribeLogDirsPartition().setPartitionIndex(log.partition().partition());
        if (placement.directoryOf(log).equals(directory.path())) {
            return Stream.of(partition.setPartitionSize(log.sizeInBytes()));
        }
        return move != null && move.directory().equals(directory.path())
                ? Stream.of(partition.setPartitionSize(move.copiedBytes()).setIsFutureKey(true))
                : Stream.empty();
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
