/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.api.configs.Alterations.Alteration;
import io.sluice.broker.api.configs.Alterations.Outcome;
import java.util.List;
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
    private final Alterations alterations;

    /** @param io for what waits for a disk */
    public AlterConfigsHandler(Settings settings, Executor io) {
        this.alterations = new Alterations(settings, io);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.ALTER_CONFIGS;
    }

    @Override
    public CompletableFuture<AlterConfigsResponseData> handle(RequestContext context, AlterConfigsRequestData request) {
        List<Alteration> wanted = request.resources().stream()
                .map(resource -> new Alteration(
                        resource.resourceType(), resource.resourceName(), (keys, replaced) -> configs(resource)))
                .toList();
        return alterations.make(context, wanted, request.validateOnly()).thenApply(AlterConfigsHandler::response);
    }

    private static AlterConfigsResponseData response(List<Outcome> outcomes) {
        AlterConfigsResponseData response = new AlterConfigsResponseData();
        outcomes.forEach(outcome -> response.responses()
                .add(new AlterConfigsResourceResponse()
                        .setResourceType(outcome.type())
                        .setResourceName(outcome.name())
                        .setErrorCode(outcome.error().code())
                        .setErrorMessage(outcome.message())));
        return response;
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
