/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

import java.util.function.Supplier;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** The default of a field in Avro's generic form. */
public final class FieldDefault {

    private FieldDefault() {}

    /** Answers one and the same value if nobody can change it, else a copy each time. */
    public static Supplier<@Nullable Object> of(Field field) {
        Object value = GenericData.get().getDefaultValue(field);
        boolean shared = value == null
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Utf8
                || value instanceof GenericEnumSymbol;
        return shared ? () -> value : () -> GenericData.get().deepCopy(field.schema(), value);
    }
}
