/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.api.configs.Alterations.Alteration;
import io.sluice.broker.api.configs.Alterations.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Changes what is set on topics or brokers, key by key. */
public final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequestData> {
    private final Alterations alterations;

    /** @param io for what waits for a disk */
    public IncrementalAlterConfigsHandler(Settings settings, Executor io) {
        this.alterations = new Alterations(settings, io);
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public CompletableFuture<IncrementalAlterConfigsResponseData> handle(
            RequestContext context, IncrementalAlterConfigsRequestData request) {
        List<Alteration> wanted = request.resources().stream()
                .map(resource -> new Alteration(
                        resource.resourceType(),
                        resource.resourceName(),
                        (keys, before) -> ConfigChange.apply(keys, before, resource.configs())))
                .toList();
        return alterations
                .make(context, wanted, request.validateOnly())
                .thenApply(IncrementalAlterConfigsHandler::response);
    }

    private static IncrementalAlterConfigsResponseData response(List<Outcome> outcomes) {
        IncrementalAlterConfigsResponseData response = new IncrementalAlterConfigsResponseData();
        outcomes.forEach(outcome -> response.responses()
                .add(new AlterConfigsResourceResponse()
                        .setResourceType(outcome.type())
                        .setResourceName(outcome.name())
                        .setErrorCode(outcome.error().code())
                        .setErrorMessage(outcome.message())));
        return response;
    }
}
