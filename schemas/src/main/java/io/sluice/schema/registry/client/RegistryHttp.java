/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

import io.sluice.schema.registry.RegistryUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * GET requests to whichever of a registry's URLs answers, the one that answered last first. After all have failed, calls
 * fail at once for a second, so that a task with many partitions does not wait for each of them.
 *
 * <p>Thread-safe.
 */
final class RegistryHttp {

    private static final String ACCEPT = "application/vnd.schemaregistry.v1+json, application/json";
    private static final long FAIL_FAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Outage(RegistryUnavailableException cause, long untilNanos) {}

    private final RegistryClientConfig config;
    private final HttpClient http;
    private volatile int preferred;
    private volatile @Nullable Outage outage;

    RegistryHttp(RegistryClientConfig config) {
        this.config = config;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofMillis(config.connectTimeoutMs()));
        config.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /**
     * Asks for a path, such as {@code /schemas/ids/1}.
     *
     * @return any answer that is not worth a retry
     */
    RegistryAnswer get(String path) throws RegistryUnavailableException {
        Outage now = outage;
        if (now != null && now.untilNanos() - System.nanoTime() > 0) {
            throw now.cause();
        }
        try {
            // While it is down one look is enough: whoever asks comes back.
            RegistryAnswer answer = askInRounds(path, now == null ? config.retries() : 0);
            outage = null;
            return answer;
        } catch (RegistryUnavailableException e) {
            outage = new Outage(e, System.nanoTime() + FAIL_FAST_NANOS);
            throw e;
        }
    }

    private RegistryAnswer askInRounds(String path, int retries) throws RegistryUnavailableException {
        String trouble = "";
        Exception cause = null;
        int first = preferred;
        int urls = config.urls().size();
        for (int attempt = 0; attempt < urls * (retries + 1); attempt++) {
            if (attempt > 0 && attempt % urls == 0) {
                pause(attempt / urls);
            }
            int chosen = (first + attempt) % urls;
            URI url = config.urls().get(chosen);
            try {
                RegistryAnswer answer = ask(url, path);
                if (!answer.worthRetrying()) {
                    preferred = chosen;
                    return answer;
                }
                trouble = "HTTP status " + answer.status();
                cause = null;
            } catch (IOException e) {
                trouble = e.toString();
                cause = e;
            }
        }
        throw new RegistryUnavailableException("the registry " + config.urls() + " is unavailable: " + trouble, cause);
    }

    private RegistryAnswer ask(URI base, String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMillis(config.requestTimeoutMs()))
                .header("Accept", ACCEPT);
        config.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new RegistryAnswer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void pause(int round) throws RegistryUnavailableException {
        long longestMs = config.retryBackoffMs() << Math.min(round - 1, 10);
        long pauseMs = ThreadLocalRandom.current().nextLong(longestMs / 2, longestMs + 1);
        try {
            TimeUnit.MILLISECONDS.sleep(pauseMs);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RegistryUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailableException("interrupted while the registry was asked", e);
    }
}
