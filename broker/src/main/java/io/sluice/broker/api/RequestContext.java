/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/**
 * Who asks, over which connection and in which version. Immutable.
 *
 * @param localAddress the address the client connected to: what Metadata advertises when nothing else is configured
 * @param loop the thread of the connection: what runs there may answer without another thread, and must never block
 */
public record RequestContext(
        ApiKeys api,
        short version,
        int correlation,
        String client,
        String connectionId,
        InetAddress remoteAddress,
        InetSocketAddress localAddress,
        String listener,
        SecurityProtocol protocol,
        KafkaPrincipal user,
        Executor loop)
        implements AuthorizableRequestContext {

    @Override
    public String listenerName() {
        return listener;
    }

    @Override
    public SecurityProtocol securityProtocol() {
        return protocol;
    }

    @Override
    public KafkaPrincipal principal() {
        return user;
    }

    @Override
    public InetAddress clientAddress() {
        return remoteAddress;
    }

    @Override
    public int requestType() {
        return api.id;
    }

    @Override
    public int requestVersion() {
        return version;
    }

    @Override
    public String clientId() {
        return client;
    }

    @Override
    public int correlationId() {
        return correlation;
    }
}
