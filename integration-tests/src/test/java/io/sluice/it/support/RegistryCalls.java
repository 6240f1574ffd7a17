/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What tests say to a schema registry, in plain HTTP. */
public final class RegistryCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    public RegistryCalls(URI url) {
        this.url = url;
    }

    /** An answer of a registry. */
    public record Answer(int status, JsonNode body) {

        public int errorCode() {
            return body.path("error_code").asInt();
        }
    }

    boolean answers() {
        try {
            return get("/").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Registers an Avro schema. */
    public Answer register(String subject, String schema) throws IOException {
        return call(
                "POST",
                "/subjects/" + subject + "/versions",
                JsonNodeFactory.instance.objectNode().put("schema", schema).toString());
    }

    /** Registers an Avro schema that has to be accepted, and returns its id. */
    public int id(String subject, String schema) throws IOException {
        Answer answer = register(subject, schema);
        if (answer.status() != 200) {
            throw new AssertionError("not registered: " + answer);
        }
        return answer.body().path("id").asInt();
    }

    public Answer get(String path) throws IOException {
        return call("GET", path, "");
    }

    public Answer delete(String path) throws IOException {
        return call("DELETE", path, "");
    }

    /** Any call; the body may be empty. */
    public Answer call(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
