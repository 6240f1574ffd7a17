/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCounted;
import io.sluice.broker.protocol.KafkaResponse;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The exchanges of one connection that are under way. Answers leave in the order of the requests, as every Kafka
 * client expects; one that is ready early waits for those before it. Confined to the connection's event loop.
 */
final class ResponseQueue {
    /** What the clients known to us keep in flight is 5 or less, librdkafka's default of a million aside. */
    private static final int MAX_IN_FLIGHT = 100;

    private static final long MAX_UNSENT_BYTES = 16L << 20;

    private final Consumer<ChannelHandlerContext> onRoom;
    private final Queue<Exchange> inOrder = new ArrayDeque<>();
    private final Set<Exchange> withoutResponse = new HashSet<>();
    private long unsentBytes;
    private int unsentResponses;
    private boolean sending;
    private boolean needsFlush;
    private boolean flushesSoon;

    /** @param onRoom called when {@link #isFull()} may have become false */
    ResponseQueue(Consumer<ChannelHandlerContext> onRoom) {
        this.onRoom = onRoom;
    }

    void begin(Exchange exchange) {
        if (exchange.request().expectsResponse()) {
            inOrder.add(exchange);
        } else {
            withoutResponse.add(exchange);
        }
    }

    void endWithoutResponse(ChannelHandlerContext ctx, Exchange exchange) {
        withoutResponse.remove(exchange);
        onRoom.accept(ctx);
    }

    /** Writes what is ready and has nothing unready before it; it leaves with the next flush. */
    void send(ChannelHandlerContext ctx) {
        if (sending) {
            // Writing may complete at once, make room, and so let in a request that is answered at once
            return;
        }
        sending = true;
        try {
            for (Exchange first = inOrder.peek(); first != null && first.response() != null; first = inOrder.peek()) {
                inOrder.remove();
                write(ctx, first);
            }
        } finally {
            sending = false;
        }
    }

    private void write(ChannelHandlerContext ctx, Exchange exchange) {
        KafkaResponse response;
        try {
            response = KafkaResponse.encode(exchange.request(), exchange.response(), ctx.alloc());
        } catch (Throwable e) {
            KafkaResponse.discard(exchange.response());
            throw e;
        }
        unsentResponses++;
        unsentBytes += response.sizeInBytes();
        ChannelFutureListener sent = new ChannelFutureListener() {
            private int piecesLeft = response.pieces().size();

            @Override
            public void operationComplete(io.netty.channel.ChannelFuture piece) {
                if (--piecesLeft == 0) {
                    response.releaseRecords();
                    unsentResponses--;
                    unsentBytes -= response.sizeInBytes();
                    onRoom.accept(ctx);
                }
            }
        };
        for (ReferenceCounted piece : response.pieces()) {
            ctx.write(piece).addListener(sent);
        }
        needsFlush = true;
    }

    void flush(ChannelHandlerContext ctx) {
        if (needsFlush && !sending) {
            needsFlush = false;
            ctx.flush();
        }
    }

    /** Flushes behind what the event loop has to do already: one sync of the log answers many requests at a time. */
    void flushSoon(ChannelHandlerContext ctx) {
        if (needsFlush && !flushesSoon) {
            flushesSoon = true;
            ctx.executor().execute(() -> {
                flushesSoon = false;
                flush(ctx);
            });
        }
    }

    /** The connection is closed: nobody waits for the answers any more. */
    void abandon() {
        inOrder.forEach(Exchange::abandon);
        inOrder.clear();
        withoutResponse.clear();
    }

    boolean isFull() {
        return inOrder.size() + withoutResponse.size() + unsentResponses >= MAX_IN_FLIGHT
                || unsentBytes >= MAX_UNSENT_BYTES;
    }

    /** Whether there is nothing to do: no request under way, no answer to send. */
    boolean isIdle() {
        return inOrder.isEmpty() && withoutResponse.isEmpty() && !isSending();
    }

    /** Whether there are bytes that the client has yet to take. */
    boolean isSending() {
        return unsentResponses > 0;
    }
}
