/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.mapping;

import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Steps down an Avro schema beside a column tree. Where the two part ways (a schema of another writer), there is nothing
 * to step to, and so no default either.
 */
final class AvroShape {

    /** parquet-avro's names for the branches of a union of several types, in a group of their own. */
    private static final String MEMBER = "member";

    private AvroShape() {}

    /** The schema without the null of {@code [null, X]}; a union of more types stays as it is. */
    static @Nullable Schema nonNull(@Nullable Schema schema) {
        if (schema == null || !schema.isUnion()) {
            return schema;
        }
        List<Schema> branches = branches(schema);
        return branches.size() == 1 ? branches.get(0) : schema;
    }

    static List<Schema> branches(Schema union) {
        return union.getTypes().stream()
                .filter(t -> t.getType() != Schema.Type.NULL)
                .toList();
    }

    static Schema.@Nullable Field field(@Nullable Schema group, String name) {
        Schema record = nonNull(group);
        return record != null && record.getType() == Schema.Type.RECORD ? record.getField(name) : null;
    }

    static @Nullable Schema fieldSchema(@Nullable Schema group, String name) {
        Schema shape = nonNull(group);
        if (shape != null && shape.isUnion() && name.matches(MEMBER + "\\d+")) {
            int index = Integer.parseInt(name.substring(MEMBER.length()));
            List<Schema> branches = branches(shape);
            return index < branches.size() ? branches.get(index) : null;
        }
        Schema.Field field = field(shape, name);
        return field == null ? null : field.schema();
    }

    static Set<String> aliases(@Nullable Schema group, String name) {
        Schema.Field field = field(group, name);
        return field == null ? Set.of() : field.aliases();
    }

    static @Nullable Schema element(@Nullable Schema list) {
        Schema shape = nonNull(list);
        return shape != null && shape.getType() == Schema.Type.ARRAY ? shape.getElementType() : null;
    }

    static @Nullable Schema value(@Nullable Schema map) {
        Schema shape = nonNull(map);
        return shape != null && shape.getType() == Schema.Type.MAP ? shape.getValueType() : null;
    }
}
