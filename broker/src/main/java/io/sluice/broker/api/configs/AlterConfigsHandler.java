/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Replaces all that is set on topics or brokers: the older way, which librdkafka and kafkajs still go. */
public final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequestData> {
    private final Settings settings;
    private final Executor io;

    /** @param io for what waits for a disk */
    public AlterConfigsHandler(Settings settings, Executor io) {
        this.settings = settings;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ALTER_CONFIGS;
    }

    @Override
    public CompletableFuture<AlterConfigsResponseData> handle(RequestContext context, AlterConfigsRequestData request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    AlterConfigsResponseData response = new AlterConfigsResponseData();
                    for (AlterConfigsResource resource : request.resources()) {
                        response.responses().add(alter(context, resource, request.validateOnly()));
                    }
                    return response;
                },
                io);
    }

    private AlterConfigsResourceResponse alter(
            RequestContext context, AlterConfigsResource resource, boolean validateOnly) {
        AlterConfigsResourceResponse result = new AlterConfigsResourceResponse()
                .setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            Map<String, String> configs = configs(resource);
            settings.change(
                    resource.resourceType(), resource.resourceName(), (keys, replaced) -> configs, validateOnly);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }

    private static Map<String, String> configs(AlterConfigsResource resource) {
        Map<String, String> configs = new TreeMap<>();
        for (AlterableConfig config : resource.configs()) {
            if (config.value() == null) {
                throw new InvalidRequestException("Null value not supported for config " + config.name() + ".");
            }
            if (configs.put(config.name(), config.value()) != null) {
                throw new InvalidRequestException("Error due to duplicate config keys: " + config.name());
            }
        }
        return configs;
    }
}
