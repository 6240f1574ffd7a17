/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.buffer.ByteBuf;
import io.sluice.broker.protocol.KafkaRequest;
import io.sluice.broker.protocol.KafkaResponse;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** A request and, later, its answer. Confined to the connection's event loop. */
final class Exchange {
    private final KafkaRequest request;
    private final CompletableFuture<? extends ApiMessage> answer;
    private final int frameBytes;
    private final @Nullable ByteBuf frame;
    private @Nullable ApiMessage response;

    /** @param frame what the request still refers to, if it does */
    Exchange(
            KafkaRequest request,
            CompletableFuture<? extends ApiMessage> answer,
            int frameBytes,
            @Nullable ByteBuf frame) {
        this.request = request;
        this.answer = answer;
        this.frameBytes = frameBytes;
        this.frame = frame;
    }

    KafkaRequest request() {
        return request;
    }

    CompletableFuture<? extends ApiMessage> answer() {
        return answer;
    }

    /** Null until the answer is there. */
    @Nullable ApiMessage response() {
        return response;
    }

    void respond(ApiMessage message) {
        response = message;
    }

    /** The client went away: stop waiting. Never while somebody may still read the frame. */
    void abandon() {
        if (frame == null) {
            answer.cancel(false);
        }
        if (response != null) {
            KafkaResponse.discard(response);
            response = null;
        }
    }

    void releaseFrame(RequestMemory memory) {
        if (frame != null) {
            frame.release();
        }
        memory.give(frameBytes);
    }
}
