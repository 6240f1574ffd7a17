/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record, reached through nested records or maps: {@code a.b.c}. Looks names up once per schema. Not
 * thread-safe.
 */
final class FieldPath {

    private final String dotted;
    private final List<String> names;
    /** Of the record schema met last: alternating versions cost a look-up, and no more. */
    private @Nullable Schema schema;

    private int position;

    FieldPath(String dotted) {
        this.dotted = dotted;
        this.names = List.of(dotted.split("\\."));
    }

    /** A value and its schema: the branch beside null, if it is a union with one. */
    record Found(@Nullable Object value, Schema schema) {}

    /** The last name: what the partition column is called. */
    String column() {
        return names.get(names.size() - 1);
    }

    /**
     * Follows the path; null on the way is a null at its end.
     *
     * @throws PartitionException if the schema has no such field
     */
    @SuppressWarnings("ReferenceEquality") // comparing whole schemas would cost more than the look-up
    Found in(IndexedRecord record) {
        if (record.getSchema() != schema) {
            position = positionOf(names.get(0), record.getSchema());
            schema = record.getSchema();
        }
        Found found =
                found(record.get(position), schema.getFields().get(position).schema());
        for (int i = 1; i < names.size(); i++) {
            if (found.value() == null) {
                return found;
            }
            found = step(found, names.get(i));
        }
        return found;
    }

    private Found step(Found parent, String name) {
        if (parent.value() instanceof IndexedRecord nested) {
            int at = positionOf(name, nested.getSchema());
            return found(nested.get(at), nested.getSchema().getFields().get(at).schema());
        }
        if (parent.value() instanceof Map<?, ?> map) {
            // Avro's own readers make keys Utf8, which no String equals.
            Object value = map.get(new Utf8(name));
            return found(value == null ? map.get(name) : value, parent.schema().getValueType());
        }
        throw new PartitionException("field '" + dotted + "': '" + name + "' is asked of a value of type "
                + parent.schema().getType().getName() + ", which has no fields");
    }

    private int positionOf(String name, Schema record) {
        Schema.Field field = record.getField(name);
        if (field == null) {
            throw new PartitionException("field '" + dotted + "' is not in the record: " + record.getName() + " has "
                    + names(record.getFields()));
        }
        return field.pos();
    }

    private static List<String> names(Collection<Schema.Field> fields) {
        return fields.stream().map(Schema.Field::name).toList();
    }

    private static Found found(@Nullable Object value, Schema declared) {
        return new Found(value, declared.getType() == Schema.Type.UNION ? branch(declared) : declared);
    }

    /** The one branch beside null, or the union itself if there are several. */
    private static Schema branch(Schema union) {
        List<Schema> types = union.getTypes();
        if (types.size() != 2 || !union.isNullable()) {
            return union;
        }
        return types.get(types.get(0).getType() == Schema.Type.NULL ? 1 : 0);
    }
}
