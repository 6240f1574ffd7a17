/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.internal.PlatformDependent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sockets are served on this machine: Linux's epoll where Netty has it, the JDK's selector elsewhere. */
record Transport(IoHandlerFactory ioHandlers, Class<? extends ServerChannel> serverChannel) {
    private static final Logger log = LoggerFactory.getLogger(Transport.class);

    static Transport best() {
        if (Epoll.isAvailable()) {
            return new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
        }
        if (PlatformDependent.normalizedOs().equals("linux")) {
            log.warn(
                    "Serving with the JDK's selector, slower than epoll: Netty's library for it cannot be used ({})",
                    rootCause(Epoll.unavailabilityCause()).getMessage());
        }
        return new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }
}
