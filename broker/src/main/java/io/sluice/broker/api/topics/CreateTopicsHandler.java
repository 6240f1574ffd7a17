/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.ConfigEntry;
import io.sluice.broker.config.TopicDefaults;
import io.sluice.broker.metadata.TopicAdmin;
import io.sluice.broker.metadata.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.CreateTopicsRequest;

/**
 * Creates topics, each on its own merits. Any replication factor is taken, and answered with 1: what is written for a
 * cluster runs on one machine.
 */
public final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequestData> {
    private static final short REPLICATION_FACTOR = 1;

    private final TopicAdmin admin;
    private final TopicDefaults defaults;
    private final Executor io;

    /** @param io for what waits for a disk */
    public CreateTopicsHandler(TopicAdmin admin, TopicDefaults defaults, Executor io) {
        this.admin = admin;
        this.defaults = defaults;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.CREATE_TOPICS;
    }

    @Override
    public CompletableFuture<CreateTopicsResponseData> handle(RequestContext context, CreateTopicsRequestData request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CreateTopicsResponseData response = new CreateTopicsResponseData();
                    Set<String> duplicates = duplicates(request);
                    for (CreatableTopic topic : request.topics()) {
                        if (response.topics().find(topic.name()) == null) {
                            response.topics().add(create(context, topic, request.validateOnly(), duplicates));
                        }
                    }
                    return response;
                },
                io);
    }

    private static Set<String> duplicates(CreateTopicsRequestData request) {
        Set<String> seen = new HashSet<>();
        return request.topics().stream()
                .map(CreatableTopic::name)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private CreatableTopicResult create(
            RequestContext context, CreatableTopic topic, boolean validateOnly, Set<String> duplicates) {
        CreatableTopicResult result = new CreatableTopicResult().setName(topic.name());
        try {
            if (duplicates.contains(topic.name())) {
                throw new InvalidRequestException("Create topics request has duplicate entries for this topic.");
            }
            int partitions = partitions(topic);
            Map<String, String> configs = configs(topic);
            if (validateOnly) {
                admin.validateTopic(topic.name(), partitions, configs);
            } else {
                TopicImage created = admin.createTopic(topic.name(), partitions, configs);
                result.setTopicId(created.id());
            }
            defaults.configs().describe(configs).stream()
                    .map(CreateTopicsHandler::describe)
                    .forEach(result.configs()::add);
            return result.setNumPartitions(partitions).setReplicationFactor(REPLICATION_FACTOR);
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }

    private int partitions(CreatableTopic topic) {
        if (!topic.assignments().isEmpty()) {
            return assigned(topic);
        }
        short replicas = topic.replicationFactor();
        if (replicas < 1 && replicas != CreateTopicsRequest.NO_REPLICATION_FACTOR) {
            throw new InvalidReplicationFactorException(
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        return topic.numPartitions() == CreateTopicsRequest.NO_NUM_PARTITIONS
                ? defaults.partitions()
                : topic.numPartitions();
    }

    /** The brokers of an assignment are beside the point here, its partitions are not. */
    private static int assigned(CreatableTopic topic) {
        if (topic.numPartitions() != CreateTopicsRequest.NO_NUM_PARTITIONS
                || topic.replicationFactor() != CreateTopicsRequest.NO_REPLICATION_FACTOR) {
            throw new InvalidRequestException(
                    "With a replica assignment, number of partitions and replication factor must be -1.");
        }
        int partitions = topic.assignments().size();
        Set<Integer> indexes = topic.assignments().stream()
                .map(CreatableReplicaAssignment::partitionIndex)
                .collect(Collectors.toSet());
        if (!indexes.equals(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))) {
            throw new InvalidReplicaAssignmentException(
                    "Partitions should be a consecutive 0-based integer sequence, and are " + indexes + ".");
        }
        return partitions;
    }

    private static Map<String, String> configs(CreatableTopic topic) {
        Map<String, String> configs = new HashMap<>();
        for (CreatableTopicConfig config : topic.configs()) {
            if (config.value() == null) {
                throw new InvalidConfigurationException("Null value not supported for topic configs: " + config.name());
            }
            configs.put(config.name(), config.value());
        }
        return configs;
    }

    private static CreatableTopicConfigs describe(ConfigEntry entry) {
        return new CreatableTopicConfigs()
                .setName(entry.name())
                .setValue(entry.value())
                .setConfigSource(entry.source().id())
                .setIsSensitive(entry.isSensitive());
    }
}
