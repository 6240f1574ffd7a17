/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** One run of the text of which a {@link SchemaFingerprint} is the hash. */
final class CanonicalForm {

    private static final List<String> LOGICAL_PROPS = List.of(LogicalType.LOGICAL_TYPE_PROP, "precision", "scale");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Set<String> written = new HashSet<>();

    String write(Schema schema) {
        return node(schema).toString();
    }

    private JsonNode node(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> named(schema);
            case UNION -> {
                ArrayNode branches = json.arrayNode();
                schema.getTypes().forEach(branch -> branches.add(node(branch)));
                yield branches;
            }
            case ARRAY -> json.objectNode().put("type", "array").set("items", node(schema.getElementType()));
            case MAP -> json.objectNode().put("type", "map").set("values", node(schema.getValueType()));
            default -> logical(json.objectNode().put("type", schema.getType().getName()), schema);
        };
    }

    private JsonNode named(Schema schema) {
        if (!written.add(schema.getFullName())) {
            return json.textNode(schema.getFullName());
        }
        ObjectNode node =
                json.objectNode().put("type", schema.getType().getName()).put("name", schema.getFullName());
        node.set("aliases", names(schema.getAliases()));
        switch (schema.getType()) {
            case RECORD -> {
                ArrayNode fields = node.putArray("fields");
                schema.getFields().forEach(field -> fields.add(field(field)));
            }
            case ENUM -> {
                ArrayNode symbols = node.putArray("symbols");
                schema.getEnumSymbols().forEach(symbols::add);
                node.put("default", schema.getEnumDefault());
            }
            default -> node.put("size", schema.getFixedSize());
        }
        return logical(node, schema);
    }

    private JsonNode field(Field field) {
        ObjectNode node = json.objectNode().put("name", field.name());
        node.set("type", node(field.schema()));
        node.set("aliases", names(field.aliases()));
        if (field.hasDefaultValue()) {
            node.set("default", value(field.defaultVal()));
        }
        return node;
    }

    private ArrayNode names(Set<String> names) {
        ArrayNode sorted = json.arrayNode();
        new TreeSet<>(names).forEach(sorted::add);
        return sorted;
    }

    private JsonNode logical(ObjectNode node, Schema schema) {
        for (String prop : LOGICAL_PROPS) {
            Object value = schema.getObjectProp(prop);
            if (value != null) {
                node.put(prop, value.toString());
            }
        }
        return node;
    }

    /** A default as Avro hands it out: numbers, strings, bytes, lists, maps. */
    private JsonNode value(Object value) {
        if (value == JsonProperties.NULL_VALUE) {
            return json.nullNode();
        } else if (value instanceof byte[] bytes) {
            return json.binaryNode(bytes);
        } else if (value instanceof Collection<?> list) {
            ArrayNode array = json.arrayNode();
            list.forEach(element -> array.add(value(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = json.objectNode();
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(key.toString(), element));
            sorted.forEach((key, element) -> object.set(key, value(element)));
            return object;
        }
        return json.textNode(value.toString());
    }
}
