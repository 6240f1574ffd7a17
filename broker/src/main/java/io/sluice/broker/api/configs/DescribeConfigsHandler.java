/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.ConfigEntry;
import io.sluice.broker.config.DynamicConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigResource;
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
    private final Settings settings;

    public DescribeConfigsHandler(Settings settings) {
        this.settings = settings;
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
            settings.describe(resource.resourceType(), resource.resourceName()).stream()
                    .filter(entry -> keys == null || keys.isEmpty() || keys.contains(entry.name()))
                    .map(entry -> describe(entry, request, !topic && !DynamicConfig.isDynamic(entry.name())))
                    .forEach(result.configs()::add);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
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
