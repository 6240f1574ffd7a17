/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an HTTP exchange to a route and back. Whatever goes wrong becomes an answer in the form of Confluent's errors. */
final class Exchanges implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final List<Route> routes;
    private final Passwords passwords;
    private final int requestMaxBytes;

    Exchanges(List<Route> routes, Passwords passwords, int requestMaxBytes) {
        this.routes = routes;
        this.passwords = passwords;
        this.requestMaxBytes = requestMaxBytes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Response answer(HttpExchange exchange) throws IOException {
        try {
            if (!passwords.admits(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"schema registry\"");
                return Response.error(401, 401, "HTTP 401 Unauthorized: a user and a password are asked for");
            }
            return route(exchange);
        } catch (RegistryException e) {
            return Response.error(e.error().httpStatus(), e.error().code(), e.getMessage());
        } catch (BadRequestException e) {
            return Response.error(e.status(), e.status(), e.getMessage());
        } catch (StackOverflowError e) {
            return Response.error(422, RegistryError.INVALID_SCHEMA.code(), "Invalid schema: nested too deeply");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Response.error(500, RegistryError.STORE_ERROR.code(), "internal error: " + e);
        }
    }

    private Response route(HttpExchange exchange) throws IOException {
        List<String> path = Route.segments(exchange.getRequestURI().getRawPath()).stream()
                .map(Exchanges::decode)
                .toList();
        boolean otherMethod = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                if (route.method().equals(exchange.getRequestMethod())) {
                    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
                    return route.handler().apply(new Request(variables.get(), query, body(exchange)));
                }
                otherMethod = true;
            }
        }
        throw otherMethod
                ? new BadRequestException(405, "HTTP 405 Method Not Allowed")
                : new BadRequestException(404, "HTTP 404 Not Found");
    }

    private Optional<JsonNode> body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(requestMaxBytes + 1);
        if (bytes.length > requestMaxBytes) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw new BadRequestException(
                    413, "the body of the request has more than request.max.bytes=" + requestMaxBytes);
        }
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new BadRequestException(400, "the body of the request is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                String[] pair = part.split("=", 2);
                query.put(decode(pair[0]), pair.length < 2 ? "" : decode(pair[1].replace('+', ' ')));
            }
        }
        return query;
    }

    /** A plus sign stands for itself. */
    private static String decode(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(400, "the URL of the request is not encoded as it should be: " + part);
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
