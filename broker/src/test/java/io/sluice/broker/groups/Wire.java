/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.groups;

import io.sluice.broker.api.ApiHandler;
import io.sluice.broker.api.RequestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Asks handlers as a client of some version would: request and response pass through the bytes of that version. */
final class Wire {

    private final List<ApiHandler<?>> handlers;

    Wire(List<ApiHandler<?>> handlers) {
        this.handlers = handlers;
    }

    /** Asks and waits. */
    <R extends ApiMessage> R ask(ApiKeys api, int version, ApiMessage request, Class<R> response) throws Exception {
        return send(api, version, request, response).get(30, TimeUnit.SECONDS);
    }

    <R extends ApiMessage> CompletableFuture<R> send(ApiKeys api, int version, ApiMessage request, Class<R> response) {
        short apiVersion = (short) version;
        ApiHandler<?> handler = handlers.stream()
                .filter(candidate -> candidate.api() == api)
                .findFirst()
                .orElseThrow();
        return handle(handler, apiVersion, request)
                .thenApply(answer -> response.cast(reread(answer, api.messageType.newResponse(), apiVersion)));
    }

    @SuppressWarnings("unchecked") // reads the very class that the handler's API has
    private <Q extends ApiMessage> CompletableFuture<? extends ApiMessage> handle(
            ApiHandler<Q> handler, short version, ApiMessage request) {
        Q parsed = (Q) reread(request, handler.api().messageType.newRequest(), version);
        return handler.handle(context(handler.api(), version), parsed);
    }

    private static ApiMessage reread(Message written, ApiMessage blank, short version) {
        blank.read(MessageUtil.toByteBufferAccessor(written, version), version);
        return blank;
    }

    private static RequestContext context(ApiKeys api, short version) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new RequestContext(
                api,
                version,
                1,
                "test-client",
                "connection",
                loopback,
                new InetSocketAddress(loopback, 9092),
                "PLAINTEXT",
                SecurityProtocol.PLAINTEXT,
                KafkaPrincipal.ANONYMOUS,
                Runnable::run);
    }
}
