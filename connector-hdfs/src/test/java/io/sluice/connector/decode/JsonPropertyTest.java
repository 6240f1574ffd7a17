/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.JsonFieldNames;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

class JsonPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "A", "b", "Unit Price", "über", "_x", "");
    private static final List<String> TEXTS = List.of("", "x", "größe", "💶", "\u0000\"\\\n", "7");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "9007199254740993", "9223372036854775808", "18446744073709551615", "1.5", "1e300");

    /** Objects whose members are of any type now and then: each value is in its column, or kept beside it. */
    @Property(tries = 300)
    void noValueIsLostOrChanged(@ForAll long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        RecordPipeline pipeline = Pipelines.of("value.format", "json", "json.conflicts", "column");
        for (int i = 0; i < 20; i++) {
            ObjectNode object = object(random, 3).put("id", i);

            GenericRecord row = pipeline.process(Records.of(object.toString()))
                    .orElseThrow()
                    .value();

            Object conflicts = row.get("_conflicts");
            assertThat(GenericData.get().validate(row.getSchema(), row)).isTrue();
            assertHolds(row, conflicts instanceof Map<?, ?> map ? map : Map.of(), object, "");
        }
    }

    private static void assertHolds(@Nullable Object datum, Map<?, ?> conflicts, JsonNode value, String path)
            throws JsonProcessingException {
        Object kept = conflicts.get(path);
        if (kept != null) {
            assertThat(datum).as(path).isNull();
            assertThat(JSON.readTree(kept.toString())).as(path).isEqualTo(JSON.readTree(value.toString()));
        } else if (value.isObject() && datum instanceof GenericRecord record) {
            for (var member : value.properties()) {
                Schema.Field field = JsonFieldNames.field(record.getSchema(), member.getKey());
                String at = path + "/" + member.getKey();
                assertHolds(field == null ? null : record.get(field.pos()), conflicts, member.getValue(), at);
            }
        } else if (value.isArray() && datum instanceof List<?> list) {
            assertThat(list).as(path).hasSize(value.size());
            for (int i = 0; i < list.size(); i++) {
                assertHolds(list.get(i), conflicts, value.get(i), path + "/" + i);
            }
        } else if (value.isContainerNode()) {
            assertThat(datum).as(path).isNull();
            assertThat(isTyped(value)).as(path + " " + value).isFalse();
        } else {
            assertScalar(datum, value, path);
        }
    }

    private static void assertScalar(@Nullable Object datum, JsonNode value, String path) {
        if (value.isNumber()) {
            assertThat(datum).as(path).isInstanceOf(Number.class);
            assertThat(NODES.numberNode(Double.parseDouble(datum.toString())).decimalValue())
                    .as(path)
                    .isEqualByComparingTo(NODES.numberNode(value.doubleValue()).decimalValue());
            if (datum instanceof Long) {
                assertThat(datum.toString()).isEqualTo(value.asText());
            }
        } else if (value.isNull()) {
            assertThat(datum).as(path).isNull();
        } else {
            assertThat(datum).as(path).hasToString(value.asText());
        }
    }

    private static boolean isTyped(JsonNode value) {
        for (JsonNode each : value) {
            if (each.isContainerNode() ? isTyped(each) : !each.isNull()) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0, 1 -> NODES.numberNode((long) random.nextInt(100));
            case 2 -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.nullNode();
            case 5 -> number(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 6 -> object(random, depth);
            default -> array(random, depth);
        };
    }

    private static JsonNode number(String text) {
        return text.contains(".") || text.contains("e")
                ? NODES.numberNode(Double.parseDouble(text))
                : NODES.numberNode(new BigInteger(text));
    }

    private static ArrayNode array(Random random, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(random, depth - 1));
        }
        return array;
    }
}
