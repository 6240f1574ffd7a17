/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The schema that Spark leaves in footers, of several files in one: with it Spark knows comments, and types that Parquet
 * has no name for. Where it cannot be told what Spark would call a column there is none, and Spark goes by Parquet's.
 */
final class SparkSchemaMerge {

    static final String KEY = "org.apache.spark.sql.parquet.row.metadata";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WHOLE = List.of("byte", "short", "integer", "long");
    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}),(\\d{1,2})\\)");

    private SparkSchemaMerge() {}

    /** The schemas are of two kinds, or Spark has no type for both. */
    private static final class NoSparkTypeException extends Exception {}

    /**
     * Merges.
     *
     * @param schemas of the files, in their order
     * @param output the merged file's schema, which has to have the same columns
     */
    static Optional<String> of(List<String> schemas, MessageType output) {
        try {
            JsonNode merged = JSON.readTree(schemas.get(0));
            for (String schema : new java.util.LinkedHashSet<>(schemas)) {
                merged = type(merged, JSON.readTree(schema));
            }
            Set<String> columns = new HashSet<>();
            output.getFields().stream().map(Type::getName).forEach(columns::add);
            return fields(merged).keySet().equals(columns) ? Optional.of(merged.toString()) : Optional.empty();
        } catch (JsonProcessingException | NoSparkTypeException e) {
            // Somebody else's text, and nothing is lost that a file cannot be read without.
            return Optional.empty();
        }
    }

    private static JsonNode type(JsonNode a, JsonNode b) throws NoSparkTypeException {
        if (a.equals(b)) {
            return a;
        } else if (a.isTextual() && b.isTextual()) {
            return JSON.getNodeFactory().textNode(wider(a.textValue(), b.textValue()));
        }
        String kind = a.path("type").asText();
        if (!kind.equals(b.path("type").asText())) {
            throw new NoSparkTypeException();
        }
        return switch (kind) {
            case "struct" -> struct(a, b);
            case "array" -> nested(a, b, "elementType", "containsNull");
            case "map" -> {
                if (!a.path("keyType").equals(b.path("keyType"))) {
                    throw new NoSparkTypeException();
                }
                yield nested(a, b, "valueType", "valueContainsNull");
            }
            default -> throw new NoSparkTypeException();
        };
    }

    private static JsonNode nested(JsonNode a, JsonNode b, String type, String nullable) throws NoSparkTypeException {
        ObjectNode merged = a.deepCopy();
        merged.set(type, type(a.path(type), b.path(type)));
        merged.put(
                nullable, a.path(nullable).asBoolean(true) || b.path(nullable).asBoolean(true));
        return merged;
    }

    private static Map<String, JsonNode> fields(JsonNode struct) throws NoSparkTypeException {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (JsonNode field : struct.path("fields")) {
            if (!field.isObject() || fields.put(field.path("name").asText(), field) != null) {
                throw new NoSparkTypeException();
            }
        }
        return fields;
    }

    private static JsonNode struct(JsonNode a, JsonNode b) throws NoSparkTypeException {
        Map<String, JsonNode> left = fields(b);
        ArrayNode fields = JSON.createArrayNode();
        for (Map.Entry<String, JsonNode> field : fields(a).entrySet()) {
            JsonNode other = left.remove(field.getKey());
            fields.add(
                    other == null ? nullable(field.getValue()) : nested(field.getValue(), other, "type", "nullable"));
        }
        for (JsonNode field : left.values()) {
            fields.add(nullable(field));
        }
        ObjectNode merged = JSON.createObjectNode();
        merged.put("type", "struct");
        merged.set("fields", fields);
        return merged;
    }

    private static JsonNode nullable(JsonNode field) {
        ObjectNode copy = field.deepCopy();
        return copy.put("nullable", true);
    }

    private static String wider(String a, String b) throws NoSparkTypeException {
        if (WHOLE.contains(a) && WHOLE.contains(b)) {
            return WHOLE.get(Math.max(WHOLE.indexOf(a), WHOLE.indexOf(b)));
        }
        if (fraction(a) && fraction(b) && !(WHOLE.contains(a) && WHOLE.contains(b))) {
            return "double";
        }
        Matcher da = DECIMAL.matcher(a);
        Matcher db = DECIMAL.matcher(b);
        if (da.matches() && db.matches() && da.group(2).equals(db.group(2))) {
            int precision = Math.max(Integer.parseInt(da.group(1)), Integer.parseInt(db.group(1)));
            return "decimal(" + precision + "," + da.group(2) + ")";
        }
        throw new NoSparkTypeException();
    }

    /** Whether a double holds its values. */
    private static boolean fraction(String type) {
        return Set.of("float", "double", "byte", "short", "integer").contains(type);
    }
}
