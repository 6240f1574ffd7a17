/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.StorePath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** A row as JSON, the way a person wants to see it: times as ISO-8601, the partition's columns included. */
public final class RowText {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RowText() {}

    /** The row's columns, then those that its path below {@code root} says ({@code dt=2026-11-22}). */
    public static ObjectNode of(IndexedRecord row, StorePath file, StorePath root) {
        ObjectNode node = JSON.objectNode();
        fill(node, row);
        String leaf = file.parent().relativeTo(root);
        if (!leaf.isEmpty()) {
            for (String part : leaf.split("/", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    String value =
                            URLDecoder.decode(part.substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
                    node.put(part.substring(0, equals), value);
                }
            }
        }
        return node;
    }

    private static void fill(ObjectNode node, IndexedRecord row) {
        for (Schema.Field field : row.getSchema().getFields()) {
            node.set(field.name(), node(row.get(field.pos()), field.schema()));
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode node(@Nullable Object value, Schema declared) {
        if (value == null) {
            return JSON.nullNode();
        }
        Schema schema = branch(declared, value);
        LogicalType logical = schema.getLogicalType();
        if (value instanceof IndexedRecord row) {
            ObjectNode nested = JSON.objectNode();
            fill(nested, row);
            return nested;
        }
        if (value instanceof Collection<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(element -> array.add(node(element, schema.getElementType())));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, element) -> object.set(key.toString(), node(element, schema.getValueType())));
            return object;
        }
        if (value instanceof Long number) {
            return time(number, logical);
        }
        if (value instanceof Integer number) {
            return logical instanceof LogicalTypes.Date
                    ? JSON.textNode(LocalDate.ofEpochDay(number).toString())
                    : JSON.numberNode(number);
        }
        if (value instanceof Float number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Double number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes(bytes, logical);
        }
        return value instanceof GenericFixed fixed ? bytes(fixed.bytes(), logical) : JSON.textNode(value.toString());
    }

    private static com.fasterxml.jackson.databind.JsonNode time(long value, @Nullable LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis || logical instanceof LogicalTypes.LocalTimestampMillis) {
            return JSON.textNode(Instant.ofEpochMilli(value).toString());
        }
        if (logical instanceof LogicalTypes.TimestampMicros || logical instanceof LogicalTypes.LocalTimestampMicros) {
            return JSON.textNode(Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString());
        }
        return JSON.numberNode(value);
    }

    private static com.fasterxml.jackson.databind.JsonNode bytes(byte[] bytes, @Nullable LogicalType logical) {
        return logical instanceof LogicalTypes.Decimal decimal
                ? JSON.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()))
                : JSON.textNode(HexFormat.of().formatHex(bytes));
    }

    private static Schema branch(Schema declared, Object value) {
        if (!declared.isUnion()) {
            return declared;
        }
        return declared.getTypes().get(org.apache.avro.generic.GenericData.get().resolveUnion(declared, value));
    }
}
