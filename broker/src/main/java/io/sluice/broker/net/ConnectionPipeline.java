/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.config.NetworkConfig;
import java.util.concurrent.TimeUnit;

/**
 * What happens to the bytes of a connection, from top to bottom:
 *
 * <pre>
 *   socket ──▶ idle?            closes a connection that nobody uses, or reads from
 *          ──▶ FrameDecoder     length ──▶ memory ──▶ one buffer a request
 *          ──▶ RequestDispatcher
 *                 parse         buffer ──▶ generated request class
 *                 handle        ApiRegistry ──▶ ApiHandler ──▶ future of the answer
 *   socket ◀──    ResponseQueue answers in the order of the requests ──▶ encode ──▶ write
 * </pre>
 */
final class ConnectionPipeline extends ChannelInitializer<Channel> {
    private final String listener;
    private final NetworkConfig config;
    private final ApiRegistry apis;
    private final RequestMemory memory;
    private final ChannelGroup connections;

    ConnectionPipeline(
            String listener, NetworkConfig config, ApiRegistry apis, RequestMemory memory, ChannelGroup connections) {
        this.listener = listener;
        this.config = config;
        this.apis = apis;
        this.memory = memory;
        this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        FrameDecoder frames = new FrameDecoder(config.requestMaxBytes(), memory);
        channel.pipeline()
                // Bytes that move are a sign of life, though the answer they belong to is not out yet
                .addLast("idle", new IdleStateHandler(true, 0, 0, config.connectionsMaxIdleMs(), TimeUnit.MILLISECONDS))
                .addLast("frames", frames)
                .addLast("requests", new RequestDispatcher(listener, apis, memory, frames));
    }
}
