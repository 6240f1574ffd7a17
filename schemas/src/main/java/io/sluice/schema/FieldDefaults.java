/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * A field of the merged record: its default, and with it the order of its union. Avro up to 1.8, which Kite has, wants a
 * default to be of the first branch.
 */
final class FieldDefaults {

    private FieldDefaults() {}

    /** A field that both have, with the type that holds both. Aliases are the caller's. */
    static Field both(Field t, Field i, Schema type) {
        Field field = t.hasDefaultValue()
                ? withDefault(t, i, type, t.defaultVal())
                : i.hasDefaultValue() ? withDefault(t, i, type, i.defaultVal()) : copy(t, i, type, null);
        field.addAllProps(t);
        i.getObjectProps().forEach((name, value) -> {
            if (field.getObjectProp(name) == null) {
                field.addProp(name, value);
            }
        });
        return field;
    }

    /** A field that one side lacks: its rows read the default, or null. */
    static Field oneSided(Field only, Schema type) {
        Object value = only.hasDefaultValue() ? only.defaultVal() : JsonProperties.NULL_VALUE;
        Field field = withDefault(only, only, type, value);
        field.addAllProps(only);
        return field;
    }

    private static Field withDefault(Field t, Field i, Schema type, Object value) {
        if (value == JsonProperties.NULL_VALUE) {
            return copy(t, i, type.getType() == Schema.Type.NULL ? type : Nullability.nullFirst(type), value);
        }
        Schema ordered = type.isUnion() && type.isNullable() ? Nullability.nullLast(type) : type;
        return copy(t, i, ordered, promoted(value, ordered));
    }

    /** The JSON of a default of bytes has a byte a character, so a string that became bytes is encoded first. */
    private static Object promoted(Object value, Schema type) {
        boolean toBytes =
                value instanceof String && Nullability.branches(type).get(0).getType() == Schema.Type.BYTES;
        return toBytes ? ((String) value).getBytes(UTF_8) : value;
    }

    private static Field copy(Field t, Field i, Schema type, @Nullable Object value) {
        return new Field(t.name(), type, t.doc() == null ? i.doc() : t.doc(), value, t.order());
    }
}
