/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.TopicAdmin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Adds partitions to topics. */
public final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequestData> {
    private final TopicAdmin admin;
    private final Executor io;

    /** @param io for what waits for a disk */
    public CreatePartitionsHandler(TopicAdmin admin, Executor io) {
        this.admin = admin;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.CREATE_PARTITIONS;
    }

    @Override
    public CompletableFuture<CreatePartitionsResponseData> handle(
            RequestContext context, CreatePartitionsRequestData request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    CreatePartitionsResponseData response = new CreatePartitionsResponseData();
                    for (CreatePartitionsTopic topic : request.topics()) {
                        response.results().add(grow(context, topic, request.validateOnly()));
                    }
                    return response;
                },
                io);
    }

    private CreatePartitionsTopicResult grow(
            RequestContext context, CreatePartitionsTopic topic, boolean validateOnly) {
        CreatePartitionsTopicResult result =
                new CreatePartitionsTopicResult().setName(topic.name()).setErrorCode(Errors.NONE.code());
        try {
            if (validateOnly) {
                admin.validatePartitions(topic.name(), topic.count());
            } else {
                admin.addPartitions(topic.name(), topic.count());
            }
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }
}
