/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.topics;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.Failures;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.metadata.TopicAdmin;
import io.sluice.broker.metadata.TopicImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;

/** Deletes topics, by name or, from version 6 on, by id. */
public final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequestData> {
    private final TopicAdmin admin;
    private final Executor io;

    /** @param io for what waits for a disk */
    public DeleteTopicsHandler(TopicAdmin admin, Executor io) {
        this.admin = admin;
        this.io = io;
    }

    @Override
    public ApiKeys api() {
        return ApiKeys.DELETE_TOPICS;
    }

    @Override
    public CompletableFuture<DeleteTopicsResponseData> handle(RequestContext context, DeleteTopicsRequestData request) {
        List<DeleteTopicState> topics = context.version() < 6
                ? request.topicNames().stream()
                        .map(name -> new DeleteTopicState().setName(name))
                        .toList()
                : request.topics();
        return CompletableFuture.supplyAsync(
                () -> {
                    DeleteTopicsResponseData response = new DeleteTopicsResponseData();
                    topics.forEach(topic -> response.responses().add(delete(context, topic)));
                    return response;
                },
                io);
    }

    private DeletableTopicResult delete(RequestContext context, DeleteTopicState asked) {
        DeletableTopicResult result =
                new DeletableTopicResult().setName(asked.name()).setTopicId(asked.topicId());
        try {
            TopicImage topic = find(asked);
            result.setName(topic.name()).setTopicId(topic.id());
            if (Topic.isInternal(topic.name())) {
                throw new InvalidRequestException(
                        "Topic '" + topic.name() + "' holds the state of this broker and cannot be deleted.");
            }
            admin.deleteTopic(topic.id());
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(Failures.code(context, e).code()).setErrorMessage(Failures.message(e));
        }
    }

    private TopicImage find(DeleteTopicState asked) {
        if (asked.name() == null) {
            return admin.image()
                    .topic(asked.topicId())
                    .orElseThrow(() -> new UnknownTopicIdException("This server does not host this topic ID."));
        }
        if (!asked.topicId().equals(Uuid.ZERO_UUID)) {
            throw new InvalidRequestException("Name the topic or its id, not both.");
        }
        return admin.image()
                .topic(asked.name())
                .orElseThrow(() -> new UnknownTopicOrPartitionException("There is no topic '" + asked.name() + "'."));
    }
}
