/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.protocol.KafkaRequest;
import io.sluice.broker.protocol.KafkaResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to requests, requests to their handlers, answers to the {@link ResponseQueue}.
 *
 * <p>Requests of one connection are handled as they come, without waiting for one another; only their answers are put
 * in order. A connection with too much under way, handled or not yet sent, is not read from.
 */
final class RequestDispatcher extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger log = LoggerFactory.getLogger(RequestDispatcher.class);

    private final String listener;
    private final ApiRegistry apis;
    private final RequestMemory memory;
    private final FrameDecoder frames;
    private final ResponseQueue responses;

    RequestDispatcher(String listener, ApiRegistry apis, RequestMemory memory, FrameDecoder frames) {
        super(false);
        this.listener = listener;
        this.apis = apis;
        this.memory = memory;
        this.frames = frames;
        this.responses = new ResponseQueue(this::applyLimits);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
        int frameBytes = frame.maxCapacity();
        KafkaRequest request;
        try {
            request = KafkaRequest.parse(frame);
        } catch (InvalidRequestException e) {
            frame.release();
            memory.give(frameBytes);
            close(ctx, e.getMessage());
            return;
        } catch (Throwable outOfMemory) {
            frame.release();
            memory.give(frameBytes);
            throw outOfMemory;
        }
        boolean keepFrame = request.refersToFrame();
        Exchange exchange = new Exchange(request, handle(ctx, request), frameBytes, keepFrame ? frame : null);
        if (!keepFrame) {
            frame.release();
        }
        responses.begin(exchange);
        applyLimits(ctx);
        CompletableFuture<?> unused = exchange.answer().whenComplete((response, error) -> {
            if (ctx.executor().inEventLoop()) {
                answered(ctx, exchange, response, error);
                responses.flush(ctx);
                return;
            }
            try {
                ctx.executor().execute(() -> {
                    answered(ctx, exchange, response, error);
                    responses.flushSoon(ctx);
                });
            } catch (RejectedExecutionException shutDown) {
                // The connection is gone, only memory is left to give back, and that any thread may do
                answered(ctx, exchange, response, error);
            }
        });
    }

    private CompletableFuture<? extends ApiMessage> handle(ChannelHandlerContext ctx, KafkaRequest request) {
        if (request.hasUnknownVersion()) {
            return CompletableFuture.failedFuture(Errors.UNSUPPORTED_VERSION.exception());
        }
        try {
            return apis.handle(context(ctx, request), request.data());
        } catch (Throwable e) {
            // Errors too: the memory that one request did not get may be there for the next
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(
            ChannelHandlerContext ctx, Exchange exchange, @Nullable ApiMessage response, @Nullable Throwable error) {
        exchange.releaseFrame(memory);
        if (!ctx.channel().isActive()) {
            if (response != null) {
                KafkaResponse.discard(response);
            }
            return;
        }
        Throwable cause = Errors.maybeUnwrapException(error);
        if (cause != null && !(cause instanceof ApiException)) {
            log.error("Failed to handle {}", exchange.request(), cause);
        }
        if (!exchange.request().expectsResponse()) {
            responses.endWithoutResponse(ctx, exchange);
            if (cause != null) {
                close(ctx, exchange.request() + " with acks=0 failed: " + cause.getMessage());
            }
            return;
        }
        try {
            exchange.respond(cause == null ? response : exchange.request().errorResponse(cause));
            responses.send(ctx);
        } catch (Throwable e) {
            log.error(
                    "Closing connection from {}: no answer to {}",
                    ctx.channel().remoteAddress(),
                    exchange.request(),
                    e);
            disconnect(ctx);
        }
    }

    private void applyLimits(ChannelHandlerContext ctx) {
        ChannelHandlerContext decoder = ctx.pipeline().context(frames);
        if (decoder == null) {
            return;
        }
        if (responses.isFull()) {
            frames.pause(decoder);
        } else {
            frames.resume(decoder);
        }
    }

    private RequestContext context(ChannelHandlerContext ctx, KafkaRequest request) {
        InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
        return new RequestContext(
                request.api(),
                request.version(),
                request.correlationId(),
                request.clientId(),
                ctx.channel().id().asShortText(),
                remote.getAddress(),
                (InetSocketAddress) ctx.channel().localAddress(),
                listener,
                SecurityProtocol.PLAINTEXT,
                KafkaPrincipal.ANONYMOUS,
                ctx.executor());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        responses.flush(ctx);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        responses.abandon();
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent idle)) {
            return;
        }
        if (responses.isIdle()) {
            log.debug("Closing idle connection from {}", ctx.channel().remoteAddress());
            disconnect(ctx);
        } else if (responses.isSending() && !idle.isFirst()) {
            // The first event only says that no answer was finished: a large one may have been on its way
            close(ctx, "it does not read what is sent to it");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // A client that went away without a word: everyday life
            log.debug("Connection from {} broke: {}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            log.error("Closing connection from {}", ctx.channel().remoteAddress(), cause);
        }
        disconnect(ctx);
    }

    private static void close(ChannelHandlerContext ctx, String why) {
        log.warn("Closing connection from {}: {}", ctx.channel().remoteAddress(), why);
        disconnect(ctx);
    }

    /** What is under way is abandoned when it is done. */
    private static void disconnect(ChannelHandlerContext ctx) {
        ChannelFuture unused = ctx.close();
    }
}
