/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a registry is reached.
 *
 * @param urls of the same registry, tried in turn; at least one
 * @param authorization the value of the HTTP header, if the registry wants one
 * @param tls for {@code https}; the JVM's own trust store otherwise
 * @param connectTimeoutMs the longest that one connection may take to be made
 * @param requestTimeoutMs the longest that one request may take
 * @param retries rounds over all URLs after the first one failed, before the registry counts as unavailable
 * @param retryBackoffMs the pause before the first retry, doubled for each more, taken at random from its upper half
 */
public record RegistryClientConfig(
        List<URI> urls,
        Optional<String> authorization,
        Optional<SSLContext> tls,
        long connectTimeoutMs,
        long requestTimeoutMs,
        int retries,
        long retryBackoffMs) {

    public RegistryClientConfig {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry needs a URL");
        }
    }

    /** The same with HTTP basic authentication, by {@code user:password}. */
    public RegistryClientConfig withUserInfo(String userInfo) {
        String encoded = Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        return new RegistryClientConfig(
                urls,
                Optional.of("Basic " + encoded),
                tls,
                connectTimeoutMs,
                requestTimeoutMs,
                retries,
                retryBackoffMs);
    }

    /** The same with keys and certificates of one's own. */
    public RegistryClientConfig withTls(SSLContext context) {
        return new RegistryClientConfig(
                urls, authorization, Optional.of(context), connectTimeoutMs, requestTimeoutMs, retries, retryBackoffMs);
    }

    /** Without credentials, with the JVM's trust store and the default times. */
    public static RegistryClientConfig of(List<URI> urls) {
        return new RegistryClientConfig(urls, Optional.empty(), Optional.empty(), 3_000, 10_000, 3, 100);
    }
}
