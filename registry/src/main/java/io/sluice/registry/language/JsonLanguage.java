/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.CompatibilityLevel;
import java.util.List;
import java.util.Map;

/**
 * JSON Schema. Kept and handed out, not understood: whether one may follow another is not decided here, so a second one
 * is accepted only where nothing is promised.
 */
final class JsonLanguage implements SchemaLanguage {

    @Override
    public String canonical(SchemaDocument schema) {
        return CompactJson.write(read(schema));
    }

    @Override
    public String normalized(SchemaDocument schema) {
        return CompactJson.write(sorted(read(schema)));
    }

    @Override
    public List<String> incompatibilities(CompatibilityLevel level, SchemaDocument newSchema, List<Earlier> history) {
        return List.of(
                "this registry does not compare JSON schemas: set the subject's compatibility to NONE to register"
                        + " another version");
    }

    private static JsonNode read(SchemaDocument schema) {
        JsonNode tree = CompactJson.read(schema.text());
        if (!tree.isObject() && !tree.isBoolean()) {
            throw new InvalidSchemaException("a JSON schema is an object, true or false", null);
        }
        return tree;
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> copy.set(entry.getKey(), sorted(entry.getValue())));
            return copy;
        }
        return node;
    }
}
