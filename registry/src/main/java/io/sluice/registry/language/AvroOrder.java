/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Puts the attributes of an Avro schema in one order: Avro's own first, then the others by name. */
final class AvroOrder {

    private static final List<String> FIRST = List.of(
            "type",
            "name",
            "namespace",
            "doc",
            "fields",
            "items",
            "values",
            "symbols",
            "size",
            "default",
            "order",
            "aliases",
            "logicalType",
            "precision",
            "scale");

    /** The value of a default is data, and its order is the writer's own. */
    private static final String DATA = "default";

    private AvroOrder() {}

    static JsonNode normalize(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(normalize(item)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            return object.size() == 1 && object.path("type").isTextual() ? object.get("type") : ordered(object);
        }
        return node;
    }

    private static ObjectNode ordered(ObjectNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
                .sorted(Comparator.<Map.Entry<String, JsonNode>>comparingInt(entry -> rank(entry.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> copy.set(
                        entry.getKey(), entry.getKey().equals(DATA) ? entry.getValue() : normalize(entry.getValue())));
        return copy;
    }

    private static int rank(String attribute) {
        int rank = FIRST.indexOf(attribute);
        return rank < 0 ? FIRST.size() : rank;
    }
}
