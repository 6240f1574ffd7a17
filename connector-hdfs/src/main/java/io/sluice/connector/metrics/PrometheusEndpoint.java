/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One port where Prometheus asks, {@code GET /metrics}. A worker and each of its consumers have a reporter of their own:
 * those with the same port share it, and the last one to go closes it. Thread-safe.
 */
final class PrometheusEndpoint {

    private static final Map<Integer, PrometheusEndpoint> OPEN = new HashMap<>();

    private final int port;
    private final HttpServer server;
    private final Set<PrometheusReporter> reporters = ConcurrentHashMap.newKeySet();

    private PrometheusEndpoint(int port, HttpServer server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Opens the port, if it is not open yet.
     *
     * @param port 0 for a free one, which is then this reporter's alone
     */
    static synchronized PrometheusEndpoint join(int port, PrometheusReporter reporter) throws IOException {
        PrometheusEndpoint endpoint = OPEN.get(port);
        if (endpoint == null) {
            endpoint = open(port);
            OPEN.put(endpoint.port, endpoint);
        }
        endpoint.reporters.add(reporter);
        return endpoint;
    }

    private static PrometheusEndpoint open(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        PrometheusEndpoint endpoint = new PrometheusEndpoint(server.getAddress().getPort(), server);
        server.createContext("/metrics", endpoint::answer);
        Thread thread = new Thread(server::start, "prometheus-" + endpoint.port);
        // What it starts is as it is: a worker does not wait for its metrics.
        thread.setDaemon(true);
        thread.start();
        return endpoint;
    }

    void leave(PrometheusReporter reporter) {
        synchronized (PrometheusEndpoint.class) {
            reporters.remove(reporter);
            if (reporters.isEmpty() && OPEN.remove(port, this)) {
                server.stop(0);
            }
        }
    }

    int port() {
        return port;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            byte[] body = (get ? text() : "GET only\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(get ? 200 : 405, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private String text() {
        Map<String, PrometheusText> byNamespace = new HashMap<>();
        for (PrometheusReporter reporter : reporters) {
            byNamespace
                    .computeIfAbsent(reporter.namespace(), PrometheusText::new)
                    .add(reporter.metrics());
        }
        StringBuilder all = new StringBuilder();
        byNamespace.values().forEach(all::append);
        return all.toString();
    }
}
