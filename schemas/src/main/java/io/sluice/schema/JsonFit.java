/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.avro.Schema;

/** Whether a column can hold a JSON value as it is. */
final class JsonFit {

    private JsonFit() {}

    /** Records are looked into by the inference itself: they never fit as a whole, they may gain fields. */
    static boolean fits(JsonNode value, Schema column) {
        return switch (column.getType()) {
            case BOOLEAN -> value.isBoolean();
            case INT -> value.isIntegralNumber() && value.canConvertToInt();
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case FLOAT, DOUBLE -> value.isNumber();
            case STRING, BYTES -> value.isTextual();
            case ENUM -> value.isTextual() && column.hasEnumSymbol(value.textValue());
            case ARRAY -> value.isArray() && all(value, column.getElementType());
            case MAP -> value.isObject() && all(value, column.getValueType());
            case UNION -> value.isNull() ? column.isNullable() : branchFits(value, Nullability.branches(column));
            case NULL -> value.isNull();
            case RECORD, FIXED -> false;
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
