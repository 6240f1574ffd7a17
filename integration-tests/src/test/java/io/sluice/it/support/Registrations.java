/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Schemas put into a registry that is killed now and then: each must keep its id. Not thread-safe. */
public final class Registrations {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI registry;
    private final Map<Integer, String> schemas = new HashMap<>();

    public Registrations(URI registry) {
        this.registry = registry;
    }

    /** Registers a schema that no other round has, once the registry answers. */
    public void add() throws IOException {
        int round = schemas.size();
        String schema = "{\"type\":\"fixed\",\"name\":\"F" + round + "\",\"size\":" + (round + 1) + "}";
        String body = json.writeValueAsString(Map.of("schema", schema));
        HttpRequest request = HttpRequest.newBuilder(registry.resolve("/subjects/round-" + round + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int id = answer(request).get("id").asInt();
        assertThat(schemas.put(id, schema)).as("the schema that had id " + id).isNull();
    }

    /** Asks for each by its id, once the registry answers. */
    public void check() throws IOException {
        for (Map.Entry<Integer, String> each : schemas.entrySet()) {
            HttpRequest request = HttpRequest.newBuilder(registry.resolve("/schemas/ids/" + each.getKey()))
                    .build();
            assertThat(json.readTree(answer(request).get("schema").asText())).isEqualTo(json.readTree(each.getValue()));
        }
    }

    private JsonNode answer(HttpRequest request) throws IOException {
        String body = await("an answer to " + request)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http.send(request, BodyHandlers.ofString()), answer -> answer.statusCode() == 200)
                .body();
        return json.readTree(body);
    }
}
