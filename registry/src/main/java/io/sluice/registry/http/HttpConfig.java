/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and for whom to answer.
 *
 * @param tls set for {@code https}
 * @param clientCertificates whether a client has to show one
 * @param passwords by user; without any, nobody is asked who they are
 * @param threads that answer requests
 * @param queuedRequests that may wait for one; more are turned away
 * @param requestMaxBytes the longest body
 */
public record HttpConfig(
        InetSocketAddress address,
        Optional<SSLContext> tls,
        boolean clientCertificates,
        Map<String, String> passwords,
        int threads,
        int queuedRequests,
        int requestMaxBytes) {

    public HttpConfig {
        passwords = Map.copyOf(passwords);
    }
}
