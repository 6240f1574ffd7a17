/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.registry.RegisteredSchema;
import io.sluice.schema.registry.RegistryUnavailableException;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaRegistry;
import io.sluice.schema.registry.SchemaType;
import io.sluice.schema.registry.UnknownVersionException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that speaks Confluent's HTTP API: Confluent's own, Apicurio's {@code /apis/ccompat/v7}, Karapace,
 * Redpanda's, ours. Keeps the schemas that were used last; an id that the registry does not know is asked for once a
 * second at most.
 *
 * <p>Thread-safe.
 */
public final class RegistryClient implements SchemaRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SCHEMAS = 1000;
    private static final int MOST_MISSES = 10_000;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int NO_SUBJECT = 40401;
    private static final int NO_VERSION = 40402;
    private static final int NO_SCHEMA = 40403;

    private record Version(String subject, int version) {}

    private final RegistryHttp http;
    private final String name;
    private final BoundedCache<Integer, RegisteredSchema> schemas = new BoundedCache<>(MOST_SCHEMAS);
    private final BoundedCache<Version, RegisteredSchema> versions = new BoundedCache<>(MOST_SCHEMAS);
    private final BoundedCache<Integer, Long> missedAtNanos = new BoundedCache<>(MOST_MISSES);

    public RegistryClient(RegistryClientConfig config) {
        this.http = new RegistryHttp(config);
        this.name = config.urls().get(0).toString();
    }

    @Override
    public RegisteredSchema byId(int id) throws IOException {
        RegisteredSchema known = schemas.find(id);
        if (known != null) {
            return known;
        }
        Long missed = missedAtNanos.find(id);
        if (missed != null && System.nanoTime() - missed < LOOK_AGAIN_NANOS) {
            throw unknown(id);
        }
        RegistryAnswer answer = http.get("/schemas/ids/" + id);
        if (errorCode(answer) == NO_SCHEMA) {
            missedAtNanos.put(id, System.nanoTime());
            throw unknown(id);
        }
        RegisteredSchema schema = schema(id, body(answer));
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public RegisteredSchema byVersion(String subject, int version) throws IOException {
        Version key = new Version(subject, version);
        RegisteredSchema known = versions.find(key);
        if (known != null) {
            return known;
        }
        RegistryAnswer answer = http.get("/subjects/" + encoded(subject) + "/versions/" + version);
        int error = errorCode(answer);
        if (error == NO_SUBJECT || error == NO_VERSION) {
            throw new UnknownVersionException(subject, version, name);
        }
        JsonNode body = body(answer);
        RegisteredSchema schema = schema(body.path("id").asInt(), body);
        versions.put(key, schema);
        return schema;
    }

    private UnknownSchemaException unknown(int id) {
        return new UnknownSchemaException(id, "no schema " + id + " in the registry " + name);
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** 0 if the answer is no error of a registry. */
    private static int errorCode(RegistryAnswer answer) {
        if (answer.ok()) {
            return 0;
        }
        JsonNode body = parse(answer.body());
        return body == null ? 0 : body.path("error_code").asInt();
    }

    /** The body of a success; anything else says nothing about a schema. */
    private JsonNode body(RegistryAnswer answer) throws RegistryUnavailableException {
        JsonNode body = parse(answer.body());
        if (!answer.ok() || body == null || !body.path("schema").isTextual()) {
            throw new RegistryUnavailableException(
                    "the registry " + name + " answers with status " + answer.status() + advice(answer.status()) + ": "
                            + brief(answer.body()),
                    null);
        }
        return body;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> " (check the credentials)";
            case 200, 404 -> " (is this the URL of a schema registry?)";
            default -> "";
        };
    }

    private static String brief(String body) {
        return body.length() <= 200 ? body : body.substring(0, 200) + "…";
    }

    private static @Nullable JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static RegisteredSchema schema(int id, JsonNode body) throws IOException {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode reference : body.path("references")) {
            references.add(new SchemaReference(
                    reference.path("name").asText(),
                    reference.path("subject").asText(),
                    reference.path("version").asInt()));
        }
        return new RegisteredSchema(id, type(id, body), body.path("schema").asText(), references);
    }

    /** Registries leave the type out for Avro. */
    private static SchemaType type(int id, JsonNode body) throws IOException {
        String type = body.path("schemaType").asText("AVRO");
        for (SchemaType known : SchemaType.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new IOException("schema " + id + " of the registry is of type " + type + ", which is not known here");
    }
}
