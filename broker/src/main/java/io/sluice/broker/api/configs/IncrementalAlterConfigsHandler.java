/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.TopicConfigs;
import io.sluice.broker.metadata.TopicAdmin;
import io.sluice.broker.metadata.TopicImage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Changes what is set on topics, key by key. A broker's settings are its file's. */
public final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequestData> {
    private final TopicAdmin admin;
    private final TopicConfigs rules;
    private final Executor io;

    /** @param io for what waits for a disk */
    public IncrementalAlterConfigsHandler(TopicAdmin admin, TopicConfigs rules, Executor io) {
        this.admin = admin;
        this.rules = rules;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public CompletableFuture<IncrementalAlterConfigsResponseData> handle(
            RequestContext context, IncrementalAlterConfigsRequestData request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    IncrementalAlterConfigsResponseData response = new IncrementalAlterConfigsResponseData();
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
            if (resource.resourceType() != ConfigResource.Type.TOPIC.id()) {
                throw new InvalidRequestException(
                        "Only the settings of topics can be changed while the broker runs, not those of "
                                + ConfigResource.Type.forId(resource.resourceType()) + " '" + resource.resourceName()
                                + "'.");
            }
            String name = resource.resourceName();
            UnaryOperator<Map<String, String>> change =
                    before -> TopicConfigChange.apply(rules, before, resource.configs());
            if (validateOnly) {
                TopicImage topic = admin.image()
                        .topic(name)
                        .orElseThrow(() -> new UnknownTopicOrPartitionException("There is no topic '" + name + "'."));
                rules.validate(change.apply(topic.configs()));
            } else {
                admin.configureTopic(name, change);
            }
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }
}
