/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import io.sluice.connector.config.JsonConflicts;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The column for values that are not of their own column's type: a map from JSON Pointers (RFC 6901) to JSON text. */
final class ConflictColumn {

    static final String NAME = "_conflicts";

    private static final Schema TYPE =
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.createMap(Schema.create(Schema.Type.STRING)));

    private ConflictColumn() {}

    /**
     * The schema with the column, which comes last; the schema itself if it has it, or if it is not asked for.
     *
     * @throws IllegalArgumentException if there is a column of this name and another type
     */
    static Schema in(Schema row, JsonConflicts conflicts) {
        if (conflicts == JsonConflicts.FAIL) {
            return row;
        }
        Schema.Field known = row.getField(NAME);
        if (known != null) {
            if (!known.schema().equals(TYPE)) {
                throw new IllegalArgumentException("json.conflicts=column needs column " + NAME
                        + " to be a map of strings or null, but schema " + row.getFullName() + " has it as "
                        + known.schema());
            }
            return row;
        }
        return last(row);
    }

    /** The schema with the column behind all others. */
    static Schema last(Schema row) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : row.getFields()) {
            if (!field.name().equals(NAME)) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        fields.add(new Schema.Field(
                NAME,
                TYPE,
                "JSON of values that are not of their column's type, by JSON Pointer",
                Schema.Field.NULL_DEFAULT_VALUE));
        Schema wider = Schema.createRecord(row.getName(), row.getDoc(), row.getNamespace(), false, fields);
        row.getAliases().forEach(wider::addAlias);
        wider.addAllProps(row);
        return wider;
    }

    /** Where it is; -1 if there is none. */
    static int position(Schema row) {
        Schema.Field column = row.getField(NAME);
        return column != null && column.schema().equals(TYPE) ? column.pos() : -1;
    }
}
