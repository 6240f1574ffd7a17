/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.avro.Schema;

/** Whether a column can hold a JSON value as it is. */
final class JsonFit {

    private JsonFit() {}

    /** Records are looked into by the inference itself: they never fit as a whole, they may gain fields. */
    static boolean fits(JsonNode value, Schema column) {
        return switch (column.getType()) {
            case BOOLEAN -> value.isBoolean();
            case INT -> (value.isIntegralNumber() && value.canConvertToInt()) || isLogicalText(value, column);
            case LONG -> (value.isIntegralNumber() && value.canConvertToLong()) || isLogicalText(value, column);
            case FLOAT, DOUBLE -> isDouble(value);
            case STRING, FIXED -> value.isTextual();
            case BYTES -> value.isTextual() || (value.isNumber() && column.getLogicalType() != null);
            case ENUM -> value.isTextual() && column.hasEnumSymbol(value.textValue());
            case ARRAY -> value.isArray() && all(value, column.getElementType());
            case MAP -> value.isObject() && all(value, column.getValueType());
            case UNION -> value.isNull() ? column.isNullable() : branchFits(value, Nullability.branches(column));
            case NULL -> value.isNull();
            case RECORD -> false;
        };
    }

    /** Dates and timestamps may be ISO-8601: whether one is, is for who reads it to say. */
    private static boolean isLogicalText(JsonNode value, Schema column) {
        return value.isTextual() && column.getLogicalType() != null;
    }

    /** A whole number only if none of its digits would be lost; other numbers are meant to be rounded. */
    static boolean isDouble(JsonNode value) {
        if (!value.isIntegralNumber()) {
            return value.isNumber() && Double.isFinite(value.doubleValue());
        }
        double nearest = value.doubleValue();
        return Double.isFinite(nearest)
                && new BigDecimal(nearest).compareTo(new BigDecimal(value.bigIntegerValue())) == 0;
    }

    /** Whether the column would hold the value if it were wider, or more columns were in it. */
    static boolean canWiden(JsonNode value, Schema column) {
        return switch (column.getType()) {
            case INT, LONG, FLOAT, DOUBLE ->
                column.getLogicalType() == null && (isDouble(value) || (value.isNumber() && value.canConvertToLong()));
            case ARRAY -> value.isArray();
            case RECORD -> value.isObject();
            default -> false;
        };
    }

    private static boolean branchFits(JsonNode value, List<Schema> branches) {
        return branches.stream().anyMatch(branch -> fits(value, branch));
    }

    private static boolean all(JsonNode container, Schema type) {
        for (JsonNode each : container) {
            if (!fits(each, type)) {
                return false;
            }
        }
        return true;
    }
}
