/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.state.Deleted;
import io.sluice.registry.state.Registration;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.RegistryState;
import io.sluice.registry.state.SchemaContent;
import io.sluice.registry.state.SchemaVersion;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.ArrayList;
import java.util.List;

/** Schemas in the bodies of requests and answers, and versions in their paths. */
final class SchemaBodies {

    private SchemaBodies() {}

    static Registration registration(Request request) {
        JsonNode json = request.json();
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode reference : json.path("references")) {
            references.add(new SchemaReference(
                    reference.path("name").asText(),
                    reference.path("subject").asText(),
                    reference.path("version").asInt()));
        }
        return new Registration(
                request.subject(),
                type(json.path("schemaType").asText("AVRO")),
                json.path("schema").asText(),
                references,
                request.flag("normalize"));
    }

    /** An attribute of null is one that is not there. */
    private static SchemaType type(String name) {
        String given = name.equals("null") ? "AVRO" : name;
        for (SchemaType type : SchemaType.values()) {
            if (type.name().equals(given)) {
                return type;
            }
        }
        throw new RegistryException(
                RegistryError.INVALID_SCHEMA,
                "Invalid schema type " + given + "; there are " + List.of(SchemaType.values()));
    }

    static ObjectNode ofVersion(SchemaVersion version) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return json.setAll(ofContent(version.content()));
    }

    /** The type is left out for Avro, as older clients expect. */
    static ObjectNode ofContent(SchemaContent content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (content.type() != SchemaType.AVRO) {
            json.put("schemaType", content.type().name());
        }
        if (!content.references().isEmpty()) {
            ArrayNode references = json.putArray("references");
            content.references()
                    .forEach(reference -> references
                            .addObject()
                            .put("name", reference.name())
                            .put("subject", reference.subject())
                            .put("version", reference.version()));
        }
        return json.put("schema", content.text());
    }

    /**
     * The version that the path names by number, or as {@code latest}.
     *
     * @throws RegistryException if there is none
     */
    static SchemaVersion version(RegistryState state, Request request, Deleted which) {
        String subject = request.subject();
        boolean latest = namesLatest(request);
        int number = latest ? 0 : number(request.variables().getOrDefault("version", ""));
        List<SchemaVersion> versions = state.subjects().versions(subject, which);
        if (versions.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        if (latest) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(version -> version.version() == number)
                .findFirst()
                .orElseThrow(() ->
                        new RegistryException(RegistryError.VERSION_NOT_FOUND, "Version " + number + " not found."));
    }

    static boolean namesLatest(Request request) {
        String name = request.variables().getOrDefault("version", "");
        return name.equals("latest") || name.equals("-1");
    }

    private static int number(String name) {
        try {
            int number = Integer.parseInt(name);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new RegistryException(
                RegistryError.INVALID_VERSION,
                "The specified version '" + name + "' is not a valid version id. Allowed values are between [1, 2^31-1]"
                        + " and the string \"latest\"");
    }
}
