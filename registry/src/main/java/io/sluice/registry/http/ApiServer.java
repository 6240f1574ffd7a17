/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.registry.store.RegistryStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The JDK's HTTP server with a bounded pool of threads. */
public final class ApiServer implements AutoCloseable {

    private static final int STOP_WITHIN_SECONDS = 1;
    private static final long IDLE_THREAD_SECONDS = 30;

    /**
     * Settings of the JDK's server, which has them for the whole JVM: the seconds that a client may take to send a request
     * (or it would wait for ever), and that an answer is sent at once (or its body waits 40 ms for the client's word that
     * the headers came).
     */
    private static final Map<String, String> JDK_SETTINGS =
            Map.of("sun.net.httpserver.maxReqTime", "30", "sun.net.httpserver.nodelay", "true");

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private ApiServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Answers from now on.
     *
     * @throws IOException if the address is taken or not this machine's
     */
    public static ApiServer start(HttpConfig config, RegistryStore store) throws IOException {
        JDK_SETTINGS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        HttpServer server = bind(config);
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                config.threads(),
                config.threads(),
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queuedRequests()),
                task -> new Thread(task, "sluice-registry-http-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext(
                "/", new Exchanges(Routes.of(store), new Passwords(config.passwords()), config.requestMaxBytes()));
        server.start();
        return new ApiServer(server, threads);
    }

    private static HttpServer bind(HttpConfig config) throws IOException {
        try {
            if (config.tls().isEmpty()) {
                return HttpServer.create(config.address(), 0);
            }
            HttpsServer server = HttpsServer.create(config.address(), 0);
            server.setHttpsConfigurator(new Tls(config.tls().get(), config.clientCertificates()));
            return server;
        } catch (BindException e) {
            throw new IOException("cannot listen on " + config.address() + ": " + e.getMessage(), e);
        }
    }

    private static final class Tls extends HttpsConfigurator {
        private final boolean clientCertificates;

        Tls(SSLContext context, boolean clientCertificates) {
            super(context);
            this.clientCertificates = clientCertificates;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientCertificates);
            parameters.setSSLParameters(ssl);
        }
    }

    /** Where it listens; the port is the one it got if any would do. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(STOP_WITHIN_SECONDS);
        threads.shutdown();
    }
}
