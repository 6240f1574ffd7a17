/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.internal.PlatformDependent;
import io.sluice.broker.api.ApiRegistry;
import io.sluice.broker.config.ListenerConfig;
import io.sluice.broker.config.NetworkConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Accepts connections on all listeners. Thread-safe. */
public final class NetServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    /** As much as the log engine lets lag behind: what is let in can always be appended. */
    private static final long DEFAULT_REQUEST_MEMORY_BYTES = 64L << 20;

    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final ChannelGroup servers = new DefaultChannelGroup("servers", GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup("connections", GlobalEventExecutor.INSTANCE);
    private final Map<String, InetSocketAddress> bound = new LinkedHashMap<>();

    private NetServer(Transport transport, int threads) {
        acceptor = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("sluice-accept", true), transport.ioHandlers());
        workers = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("sluice-net", true), transport.ioHandlers());
    }

    /** Loads what {@link #start} needs, which takes longer than all else it does, and leaves nothing open. */
    public static void prepare() {
        new NetServer(Transport.best(), 1).close();
    }

    /**
     * Binds every listener and accepts connections from then on.
     *
     * @throws IOException if an address cannot be bound; then nothing stays open
     */
    public static NetServer start(NetworkConfig config, ApiRegistry apis) throws IOException {
        Transport transport = Transport.best();
        NetServer server = new NetServer(transport, config.threads());
        try {
            RequestMemory memory = new RequestMemory(
                    config.queuedMaxRequestBytes() < 0
                            ? Math.min(DEFAULT_REQUEST_MEMORY_BYTES, PlatformDependent.maxDirectMemory() / 4)
                            : config.queuedMaxRequestBytes());
            for (ListenerConfig listener : config.listeners()) {
                server.bind(
                        listener,
                        new ServerBootstrap()
                                .group(server.acceptor, server.workers)
                                .channel(transport.serverChannel())
                                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                                .option(ChannelOption.SO_REUSEADDR, true)
                                .childOption(ChannelOption.TCP_NODELAY, true)
                                .childOption(ChannelOption.SO_KEEPALIVE, true)
                                // Producers send by the megabyte: fewer, larger reads
                                .childOption(
                                        ChannelOption.RECVBUF_ALLOCATOR,
                                        new AdaptiveRecvByteBufAllocator(2048, 16 << 10, 256 << 10))
                                .childHandler(new ConnectionPipeline(
                                        listener.name(), config, apis, memory, server.connections)));
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void bind(ListenerConfig listener, ServerBootstrap bootstrap) throws IOException {
        InetSocketAddress address = listener.bindAddress();
        ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + listener + ": " + binding.cause().getMessage()
                            + "; is another broker running there? See 'listeners'",
                    binding.cause());
        }
        Channel channel = binding.channel();
        servers.add(channel);
        bound.put(listener.name(), (InetSocketAddress) channel.localAddress());
    }

    /** The addresses in use, by listener name, in the order of the configuration; ports are the real ones. */
    public Map<String, InetSocketAddress> boundAddresses() {
        return Collections.unmodifiableMap(bound);
    }

    /** The first listener's address. */
    public InetSocketAddress boundAddress() {
        return bound.values().iterator().next();
    }

    /** Closes the listeners, then every connection. Idempotent. */
    @Override
    public void close() {
        servers.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        List<Future<?>> loops = List.of(
                acceptor.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS),
                workers.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS));
        loops.forEach(loop -> loop.awaitUninterruptibly(CLOSE_TIMEOUT_MS));
    }
}
