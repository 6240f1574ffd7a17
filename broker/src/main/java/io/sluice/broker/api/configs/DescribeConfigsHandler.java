/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.BrokerConfig;
import io.sluice.broker.config.ConfigEntry;
import io.sluice.broker.metadata.ClusterMetadata;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.DescribeConfigsResponse;

/** The settings in force, of topics and of this broker. */
public final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequestData> {
    private final ClusterMetadata metadata;
    private final BrokerConfig config;

    public DescribeConfigsHandler(ClusterMetadata metadata, BrokerConfig config) {
        this.metadata = metadata;
        this.config = config;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DESCRIBE_CONFIGS;
    }

    @Override
    public CompletableFuture<DescribeConfigsResponseData> handle(
            RequestContext context, DescribeConfigsRequestData request) {
        DescribeConfigsResponseData response = new DescribeConfigsResponseData();
        for (DescribeConfigsResource resource : request.resources()) {
            response.results().add(describe(context, request, resource));
        }
        return CompletableFuture.completedFuture(response);
    }

    private DescribeConfigsResult describe(
            RequestContext context, DescribeConfigsRequestData request, DescribeConfigsResource resource) {
        DescribeConfigsResult result = new DescribeConfigsResult()
                .setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            List<String> keys = resource.configurationKeys();
            boolean topic = ConfigResource.Type.forId(resource.resourceType()) == ConfigResource.Type.TOPIC;
            entries(resource).stream()
                    .filter(entry -> keys == null || keys.isEmpty() || keys.contains(entry.name()))
                    .map(entry -> describe(entry, request, !topic))
                    .forEach(result.configs()::add);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }

    private List<ConfigEntry> entries(DescribeConfigsResource resource) {
        String name = resource.resourceName();
        return switch (ConfigResource.Type.forId(resource.resourceType())) {
            case TOPIC -> {
                TopicImage topic = metadata.image()
                        .topic(name)
                        .orElseThrow(() -> new UnknownTopicOrPartitionException("There is no topic '" + name + "'."));
                yield config.topics().configs().describe(topic.configs());
            }
            case BROKER -> {
                if (name.isEmpty()) {
                    // What was set for all brokers at run time; nothing can be
                    yield List.of();
                }
                if (!name.equals(Integer.toString(config.nodeId()))) {
                    throw new InvalidRequestException("Unexpected broker id, expected " + config.nodeId()
                            + " or empty string, but received " + name);
                }
                yield config.describe();
            }
            case BROKER_LOGGER, CLIENT_METRICS, GROUP, UNKNOWN ->
                throw new InvalidRequestException(
                        "There are no settings of resource type " + resource.resourceType() + ".");
        };
    }

    private static DescribeConfigsResourceResult describe(
            ConfigEntry entry, DescribeConfigsRequestData request, boolean readOnly) {
        DescribeConfigsResourceResult result = new DescribeConfigsResourceResult()
                .setName(entry.name())
                .setValue(entry.isSensitive() ? null : entry.value())
                .setReadOnly(readOnly)
                .setConfigSource(entry.source().id())
                .setIsSensitive(entry.isSensitive())
                .setConfigType(
                        DescribeConfigsResponse.ConfigType.valueOf(entry.type().name())
                                .id());
        if (request.includeDocumentation()) {
            result.setDocumentation(entry.documentation());
        }
        if (request.includeSynonyms()) {
            entry.layers()
                    .forEach(layer -> result.synonyms()
                            .add(new DescribeConfigsSynonym()
                                    .setName(layer.name())
                                    .setValue(entry.isSensitive() ? null : layer.value())
                                    .setSource(layer.source().id())));
        }
        return result;
    }
}
