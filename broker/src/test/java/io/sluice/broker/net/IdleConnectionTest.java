/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.api.RequestContext;
import io.sluice.broker.config.BrokerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections are closed when nothing happens on them; the clock is the test's. */
class IdleConnectionTest {
    private static final int MAX_IDLE_MS = 10_000;

    private final RequestMemory memory = new RequestMemory(1 << 20);
    private final CompletableFuture<ApiMessage> answer = new CompletableFuture<>();
    private final Client channel = new Client();

    /** A connection whose client takes bytes when the test says so. */
    private static final class Client extends EmbeddedChannel {
        private boolean reads = true;
        private int trickleBytes;

        @Override
        protected void doWrite(ChannelOutboundBuffer out) throws Exception {
            if (reads) {
                super.doWrite(out);
            } else if (trickleBytes > 0) {
                out.removeBytes(trickleBytes);
            }
        }

        void takes(int bytes) {
            trickleBytes = bytes;
            flush();
            trickleBytes = 0;
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
        }
    }

    private final class MetadataInTheTestsHands implements ApiHandler<MetadataRequestData> {
        @Override
        public ApiKeys api() {
            return ApiKeys.METADATA;
        }

        @Override
        public CompletableFuture<ApiMessage> handle(RequestContext context, MetadataRequestData request) {
            return answer;
        }
    }

    private void connect() {
        channel.freezeTime();
        channel.pipeline()
                .addLast(new ConnectionPipeline(
                        "PLAINTEXT",
                        BrokerConfig.of(Map.of("connections.max.idle.ms", Integer.toString(MAX_IDLE_MS)))
                                .network(),
                        new ApiRegistry(List.of(new MetadataInTheTestsHands())),
                        memory,
                        new DefaultChannelGroup(GlobalEventExecutor.INSTANCE)));
    }

    private void ask() {
        ByteBuffer request = new MetadataRequest(new MetadataRequestData(), (short) 12)
                .serializeWithHeader(new RequestHeader(ApiKeys.METADATA, (short) 12, "client", 1));
        channel.writeInbound(Unpooled.buffer().writeInt(request.remaining()).writeBytes(request));
    }

    private void pass(int ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        channel.finishAndReleaseAll();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aConnectionThatNobodyUsesIsClosed() {
        connect();
        pass(MAX_IDLE_MS - 1);
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatWaitsForItsAnswerIsSpared() {
        connect();
        ask();
        for (int i = 0; i < 5; i++) {
            pass(MAX_IDLE_MS);
        }
        assertThat(channel.isOpen()).isTrue();

        answer.complete(new MetadataResponseData());

        assertThat(channel.outboundMessages()).isNotEmpty();
    }

    @Test
    void aClientThatReadsNoMoreIsClosed() {
        connect();
        ask();
        channel.reads = false;
        answer.complete(new MetadataResponseData());

        pass(MAX_IDLE_MS);
        pass(MAX_IDLE_MS);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatReadsSlowlyIsServed() {
        connect();
        ask();
        channel.reads = false;
        answer.complete(new MetadataResponseData().setClusterId("a".repeat(1_000)));

        for (int i = 0; i < 10; i++) {
            pass(MAX_IDLE_MS);
            channel.takes(1);
        }

        assertThat(channel.isOpen()).isTrue();
    }
}
