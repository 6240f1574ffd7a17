/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** A type in the words of an error message: {@code long (timestamp-millis)}, {@code array of string}. */
public final class TypeNames {

    private TypeNames() {}

    public static String of(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> schema.getType().getName() + " " + schema.getFullName();
            case FIXED -> "fixed(" + schema.getFixedSize() + ") " + schema.getFullName() + logical(schema);
            case ARRAY -> "array of " + of(schema.getElementType());
            case MAP -> "map of " + of(schema.getValueType());
            case UNION -> schema.getTypes().stream().map(TypeNames::of).collect(Collectors.joining(" | "));
            default -> schema.getType().getName() + logical(schema);
        };
    }

    private static String logical(Schema schema) {
        String name = LogicalMeaning.describe(schema);
        return name == null ? "" : " (" + name + ")";
    }
}
