/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int MAX_FRAME_BYTES = 1000;
    private static final int MEMORY_BYTES = 2000;

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
        assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(MEMORY_BYTES);

        slow.writeInbound(Unpooled.wrappedBuffer(new byte[899]));

        ByteBuf frame = slow.readInbound();
        assertThat(frame.readableBytes()).isEqualTo(900);
        frame.release();
        greedy.finishAndReleaseAll();
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
