/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.TypeNames;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** What is known of a JSON value's type from the samples seen. */
sealed interface JsonType {

    /** Nothing yet but nulls, empty arrays or empty objects: no column can be made of it. */
    enum Unknown implements JsonType {
        UNKNOWN
    }

    /** Of one type each. */
    enum Scalar implements JsonType {
        BOOLEAN,
        LONG,
        DOUBLE,
        STRING
    }

    record Elements(JsonType element) implements JsonType {}

    /**
     * An object.
     *
     * @param members by their names in JSON, in the order seen
     * @param column the record that the table has here, if it has one
     */
    record Members(Map<String, JsonType> members, @Nullable Schema column) implements JsonType {}

    /** The table has a column that holds the values, which is no record. */
    record Fitting(Schema column) implements JsonType {}

    /** Whether the table has a column here that stays as it is, required or not. */
    default boolean isColumn() {
        return this instanceof Fitting || (this instanceof Members object && object.column() != null);
    }

    /** The words of a message. */
    default String words() {
        if (this instanceof Scalar scalar) {
            return scalar.name().toLowerCase(Locale.ROOT);
        } else if (this instanceof Elements array) {
            return "array of " + array.element().words();
        } else if (this instanceof Members object) {
            return "object of " + new TreeSet<>(object.members().keySet());
        } else if (this instanceof Fitting fitting) {
            return TypeNames.of(fitting.column());
        }
        return "null";
    }
}
