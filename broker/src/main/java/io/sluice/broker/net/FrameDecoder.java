/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the byte stream into request frames: four bytes of length, then as many bytes.
 *
 * <p>Each frame gets memory of its own, which grows as the bytes come in: a length alone, however large, costs nothing
 * but its share of {@link RequestMemory}. While that share is not to be had, or while the connection has enough to do
 * ({@link #pause}), nothing is read from the socket. A frame of which nothing more comes loses its connection after
 * {@value #STALL_CHECK_MS} ms to twice that, so that others get its share.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(FrameDecoder.class);
    private static final int FIRST_ALLOCATION_BYTES = 1 << 20;

    static final long STALL_CHECK_MS = 30_000;

    private final int maxFrameBytes;
    private final RequestMemory memory;

    private @Nullable ByteBuf frame;
    private @Nullable Future<?> stallCheck;
    private boolean progressed;
    private boolean paused;
    private boolean waitingForMemory;
    private boolean broken;

    FrameDecoder(int maxFrameBytes, RequestMemory memory) {
        this.maxFrameBytes = maxFrameBytes;
        this.memory = memory;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (frame == null) {
            if (paused || waitingForMemory || in.readableBytes() < Integer.BYTES) {
                return;
            }
            int length = in.getInt(in.readerIndex());
            if (length < 0 || length > maxFrameBytes) {
                refuse(ctx, length);
                return;
            }
            if (!memory.tryTake(length, () -> whenMemoryIsFree(ctx))) {
                waitingForMemory = true;
                applyAutoRead(ctx);
                return;
            }
            in.skipBytes(Integer.BYTES);
            frame = begin(ctx, length);
        }
        try {
            frame.writeBytes(in, Math.min(in.readableBytes(), frame.maxCapacity() - frame.readableBytes()));
        } catch (Throwable outOfMemory) {
            broken = true;
            throw outOfMemory;
        }
        if (frame.readableBytes() == frame.maxCapacity()) {
            out.add(frame);
            frame = null;
        } else {
            progressed = true;
            checkLater(ctx);
        }
    }

    private ByteBuf begin(ChannelHandlerContext ctx, int length) {
        try {
            return ctx.alloc().ioBuffer(Math.min(length, FIRST_ALLOCATION_BYTES), length);
        } catch (Throwable outOfMemory) {
            memory.give(length);
            broken = true;
            throw outOfMemory;
        }
    }

    /** One check for as many frames as come until then: most are whole by the next read. */
    private void checkLater(ChannelHandlerContext ctx) {
        if (stallCheck == null) {
            stallCheck = ctx.executor().schedule(() -> closeIfStalled(ctx), STALL_CHECK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void closeIfStalled(ChannelHandlerContext ctx) {
        stallCheck = null;
        if (frame == null || broken) {
            return;
        }
        if (progressed || paused) {
            // What was not read is no fault of the client's
            progressed = false;
            checkLater(ctx);
            return;
        }
        log.warn(
                "Closing connection from {}: {} of the {} bytes of its request have come, and none in {} ms",
                ctx.channel().remoteAddress(),
                frame.readableBytes(),
                frame.maxCapacity(),
                STALL_CHECK_MS);
        broken = true;
        ChannelFuture unused = ctx.close();
    }

    private void refuse(ChannelHandlerContext ctx, int length) {
        log.warn(
                "Closing connection from {}: it announces a request of {} bytes, and socket.request.max.bytes is {};"
                        + " is this a Kafka client?",
                ctx.channel().remoteAddress(),
                length,
                maxFrameBytes);
        broken = true;
        ChannelFuture unused = ctx.close();
    }

    /** Stops reading after the frame that is under way; on the event loop. */
    void pause(ChannelHandlerContext ctx) {
        paused = true;
        applyAutoRead(ctx);
    }

    /** Ends {@link #pause}; on the event loop. */
    void resume(ChannelHandlerContext ctx) {
        if (paused) {
            paused = false;
            progressed = true;
            continueReading(ctx);
        }
    }

    /** On any thread. */
    private void whenMemoryIsFree(ChannelHandlerContext ctx) {
        if (!ctx.executor().isShuttingDown()) {
            ctx.executor().execute(() -> {
                waitingForMemory = false;
                continueReading(ctx);
            });
        }
    }

    private void continueReading(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || paused || waitingForMemory) {
            return;
        }
        try {
            // What was received before the pause comes first; it may lead to the next one.
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        applyAutoRead(ctx);
    }

    private void applyAutoRead(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(!(paused || waitingForMemory));
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (stallCheck != null) {
            stallCheck.cancel(false);
            stallCheck = null;
        }
        if (frame != null) {
            memory.give(frame.maxCapacity());
            frame.release();
            frame = null;
        }
    }
}
