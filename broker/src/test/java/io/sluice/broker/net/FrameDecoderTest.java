/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int MAX_FRAME_BYTES = 1000;
    /** Of which half is for frames as small as these. */
    private static final int MEMORY_BYTES = 4000;

    private final RequestMemory memory = new RequestMemory(MEMORY_BYTES);

    private EmbeddedChannel channel() {
        return new EmbeddedChannel(new FrameDecoder(MAX_FRAME_BYTES, memory));
    }

    @Property
    void framesDoNotDependOnHowTheirBytesArrive(
            @ForAll @Size(min = 1, max = 6) List<byte[]> payloads,
            @ForAll @IntRange(min = 1, max = 40) int pieceBytes) {
        ByteBuf stream = Unpooled.buffer();
        payloads.forEach(payload -> stream.writeInt(payload.length).writeBytes(payload));
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(1 << 20, new RequestMemory(Long.MAX_VALUE)));

        while (stream.isReadable()) {
            channel.writeInbound(stream.readBytes(Math.min(pieceBytes, stream.readableBytes())));
        }

        List<byte[]> frames = new ArrayList<>();
        for (ByteBuf frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(ByteBufUtil.getBytes(frame));
            frame.release();
        }
        assertThat(frames).usingRecursiveComparison().isEqualTo(payloads);
        stream.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void aNegativeLengthClosesTheConnection() {
        EmbeddedChannel channel = channel();

        channel.writeInbound(Unpooled.buffer().writeInt(-1).writeBytes(new byte[100]));

        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<ByteBuf>readInbound()).isNull();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aLengthBeyondTheLimitClosesTheConnectionBeforeMemoryIsTaken() {
        EmbeddedChannel channel = channel();

        channel.writeInbound(Unpooled.buffer().writeInt(MAX_FRAME_BYTES + 1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aFrameIsChargedFromItsLengthOnAndGivenBackWhenTheConnectionBreaks() {
        EmbeddedChannel channel = channel();

        channel.writeInbound(Unpooled.buffer().writeInt(500).writeBytes(new byte[10]));
        assertThat(memory.usedBytes()).isEqualTo(500);

        channel.close().syncUninterruptibly();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void nothingIsReadWhileMemoryIsShortAndReadingGoesOnWhenItIsFree() {
        EmbeddedChannel first = channel();
        EmbeddedChannel second = channel();
        first.writeInbound(frame(1000), frame(1000));
        assertThat(first.inboundMessages()).hasSize(2);

        second.writeInbound(frame(7));
        assertThat(second.<ByteBuf>readInbound()).isNull();
        assertThat(second.config().isAutoRead()).isFalse();

        memory.give(1000);
        second.runPendingTasks();
        ByteBuf late = second.readInbound();
        assertThat(late.readableBytes()).isEqualTo(7);
        assertThat(second.config().isAutoRead()).isTrue();
        late.release();
        first.finishAndReleaseAll();
    }

    @Test
    void aFrameThatHasBegunIsReadToItsEndThoughMemoryIsShort() {
        EmbeddedChannel slow = channel();
        slow.writeInbound(Unpooled.buffer().writeInt(900).writeBytes(new byte[1]));
        EmbeddedChannel greedy = channel();
        greedy.writeInbound(frame(1000), frame(1000));
        assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(MEMORY_BYTES / 2);

        slow.writeInbound(Unpooled.wrappedBuffer(new byte[899]));

        ByteBuf frame = slow.readInbound();
        assertThat(frame.readableBytes()).isEqualTo(900);
        frame.release();
        greedy.finishAndReleaseAll();
    }

    @Test
    void aLargeFrameThatIsAnnouncedAndNotSentKeepsNoSmallOneWaiting() {
        RequestMemory shared = new RequestMemory(64 << 20);
        EmbeddedChannel stalled = new EmbeddedChannel(new FrameDecoder(100 << 20, shared));
        stalled.writeInbound(Unpooled.buffer().writeInt(100 << 20));
        EmbeddedChannel large = new EmbeddedChannel(new FrameDecoder(100 << 20, shared));
        large.writeInbound(frame(RequestMemory.SMALL_BYTES + 1));
        assertThat(large.<ByteBuf>readInbound()).isNull();

        EmbeddedChannel small = new EmbeddedChannel(new FrameDecoder(100 << 20, shared));
        small.writeInbound(frame(RequestMemory.SMALL_BYTES));

        assertThat(small.inboundMessages()).hasSize(1);
        small.finishAndReleaseAll();
        stalled.finishAndReleaseAll();
        large.runPendingTasks();
        assertThat(large.inboundMessages()).hasSize(1);
        large.finishAndReleaseAll();
    }

    @Test
    void aFrameOfWhichNothingMoreComesLosesItsConnection() {
        EmbeddedChannel channel = channel();
        channel.freezeTime();
        channel.writeInbound(Unpooled.buffer().writeInt(500).writeBytes(new byte[10]));
        for (int i = 0; i < 5; i++) {
            pass(channel, FrameDecoder.STALL_CHECK_MS);
            channel.writeInbound(Unpooled.buffer().writeByte(i));
        }
        pass(channel, FrameDecoder.STALL_CHECK_MS);
        assertThat(channel.isOpen()).isTrue();

        pass(channel, FrameDecoder.STALL_CHECK_MS);

        assertThat(channel.isOpen()).isFalse();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aFrameMayRestWhileItsConnectionIsNotRead() {
        FrameDecoder decoder = new FrameDecoder(MAX_FRAME_BYTES, memory);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.freezeTime();
        channel.writeInbound(Unpooled.buffer().writeInt(500).writeBytes(new byte[10]));
        decoder.pause(channel.pipeline().context(decoder));
        for (int i = 0; i < 5; i++) {
            pass(channel, FrameDecoder.STALL_CHECK_MS);
        }
        decoder.resume(channel.pipeline().context(decoder));
        pass(channel, FrameDecoder.STALL_CHECK_MS);
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(Unpooled.buffer().writeBytes(new byte[490]));

        ByteBuf frame = channel.readInbound();
        assertThat(frame.readableBytes()).isEqualTo(500);
        frame.release();
    }

    @Test
    void aFrameForWhichThereIsNoMemoryGivesItsShareBack() {
        EmbeddedChannel channel = channel();
        channel.config().setAllocator(new AbstractByteBufAllocator() {
            @Override
            protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
                throw new InternalError("on purpose");
            }

            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                throw new InternalError("on purpose");
            }

            @Override
            public boolean isDirectBufferPooled() {
                return false;
            }
        });

        assertThatThrownBy(() -> channel.writeInbound(frame(500))).isInstanceOf(InternalError.class);

        assertThat(memory.usedBytes()).isZero();
        assertThat(channel.<ByteBuf>readInbound()).isNull();
        channel.finishAndReleaseAll();
    }

    private static void pass(EmbeddedChannel channel, long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aPausedConnectionKeepsWhatItHasReceived() {
        FrameDecoder decoder = new FrameDecoder(MAX_FRAME_BYTES, memory);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        decoder.pause(channel.pipeline().context(decoder));
        channel.writeInbound(frame(3));
        assertThat(channel.<ByteBuf>readInbound()).isNull();
        assertThat(channel.config().isAutoRead()).isFalse();

        decoder.resume(channel.pipeline().context(decoder));

        ByteBuf frame = channel.readInbound();
        assertThat(frame.readableBytes()).isEqualTo(3);
        assertThat(channel.config().isAutoRead()).isTrue();
        frame.release();
    }

    private static ByteBuf frame(int bytes) {
        return Unpooled.buffer().writeInt(bytes).writeBytes(new byte[bytes]);
    }
}
