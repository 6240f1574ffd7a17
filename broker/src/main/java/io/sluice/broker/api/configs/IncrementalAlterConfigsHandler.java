/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Changes what is set on topics or brokers, key by key. */
public final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequestData> {
    private final Settings settings;
    private final Executor io;

    /** @param io for what waits for a disk */
    public IncrementalAlterConfigsHandler(Settings settings, Executor io) {
        this.settings = settings;
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
            settings.change(
                    resource.resourceType(),
                    resource.resourceName(),
                    (keys, before) -> ConfigChange.apply(keys, before, resource.configs()),
                    validateOnly);
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }
}
