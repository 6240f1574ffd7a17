/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.metadata.PartitionField.Calendar;
import io.sluice.table.metadata.PartitionField.DateFormat;
import io.sluice.table.metadata.PartitionField.FixedSizeRange;
import io.sluice.table.metadata.PartitionField.Hash;
import io.sluice.table.metadata.PartitionField.Identity;
import io.sluice.table.metadata.PartitionField.Provided;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Kite's JSON form of a strategy: a list of objects such as {@code {"type":"hash","source":"id","buckets":16}}. A name that
 * is left out is Kite's: that of the calendar part, or the source's with {@code _hash}, {@code _copy} or {@code _range}.
 */
final class StrategyJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMBEDDED = "partitions";

    private StrategyJson() {}

    static List<PartitionField> parse(String json) {
        return fields(tree(json));
    }

    /** Of the property {@code partitions} of a schema. */
    static Optional<List<PartitionField>> embeddedIn(Schema schema) {
        return schema.getObjectProp(EMBEDDED) == null
                ? Optional.empty()
                : Optional.of(fields(tree(schema.toString()).path(EMBEDDED)));
    }

    static String write(List<PartitionField> fields) {
        ArrayNode list = JSON.createArrayNode();
        for (PartitionField field : fields) {
            ObjectNode json = list.addObject();
            field.source().ifPresent(source -> json.put("source", source));
            json.put("name", field.name());
            if (field instanceof Calendar calendar) {
                json.put("type", calendar.unit().function());
            } else if (field instanceof DateFormat dateFormat) {
                json.put("type", "dateFormat").put("format", dateFormat.pattern());
            } else if (field instanceof Identity) {
                json.put("type", "identity");
            } else if (field instanceof Hash hash) {
                json.put("type", "hash").put("buckets", hash.buckets());
            } else if (field instanceof FixedSizeRange range) {
                json.put("type", "range").put("size", range.size());
            } else if (field instanceof Provided own) {
                json.put("type", "provided").put("values", own.type().keyword());
            } else {
                throw new IllegalArgumentException("Kite has no JSON for " + field.expression());
            }
        }
        return list.toString();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("partition strategy: not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<PartitionField> fields(JsonNode list) {
        List<PartitionField> fields = new ArrayList<>();
        for (JsonNode each : list) {
            fields.add(field(each));
        }
        return fields;
    }

    private static PartitionField field(JsonNode json) {
        String type = text(json, "type");
        return switch (type) {
            case "year", "month", "day", "hour", "minute" ->
                new Calendar(
                        Calendar.Unit.valueOf(type.toUpperCase(Locale.ROOT)), text(json, "source"), name(json, type));
            case "dateFormat" -> new DateFormat(text(json, "source"), text(json, "name"), text(json, "format"));
            case "identity" -> new Identity(text(json, "source"), name(json, text(json, "source") + "_copy"), -1);
            case "hash" ->
                new Hash(
                        text(json, "source"),
                        name(json, text(json, "source") + "_hash"),
                        Math.toIntExact(number(json, "buckets")));
            case "range" ->
                new FixedSizeRange(
                        text(json, "source"), name(json, text(json, "source") + "_range"), number(json, "size"));
            case "provided" -> new Provided(text(json, "name"), valueType(json));
            default -> throw wrong(json, "unknown type \"" + type + "\"");
        };
    }

    private static Provided.ValueType valueType(JsonNode json) {
        String keyword = json.path("values").asText("string");
        for (Provided.ValueType type : Provided.ValueType.values()) {
            if (type.keyword().equals(keyword)) {
                return type;
            }
        }
        throw wrong(json, "\"values\" is to be string, int or long");
    }

    private static String name(JsonNode json, String otherwise) {
        return json.has("name") ? text(json, "name") : otherwise;
    }

    private static String text(JsonNode json, String key) {
        if (!json.path(key).isTextual()) {
            throw wrong(json, "a text \"" + key + "\" wanted");
        }
        return json.get(key).textValue();
    }

    private static long number(JsonNode json, String key) {
        if (!json.path(key).isIntegralNumber()) {
            throw wrong(json, "a whole number \"" + key + "\" wanted");
        }
        return json.get(key).longValue();
    }

    private static IllegalArgumentException wrong(JsonNode json, String what) {
        return new IllegalArgumentException("partition strategy: " + what + ": " + json);
    }
}
