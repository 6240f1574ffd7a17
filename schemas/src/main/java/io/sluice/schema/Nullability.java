/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Null in a type: a branch of a union that takes part in no position. */
final class Nullability {

    private static final Schema NULL = Schema.create(Schema.Type.NULL);

    private Nullability() {}

    static boolean isNullable(Schema schema) {
        return schema.isNullable();
    }

    /** The types but null; the type itself if it is no union. */
    static List<Schema> branches(Schema schema) {
        List<Schema> types = schema.isUnion() ? schema.getTypes() : List.of(schema);
        return types.stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    }

    /** The type with null, which is put where {@code like} has it, or first. */
    static Schema nullable(Schema schema, Schema like) {
        List<Schema> types = new ArrayList<>(branches(schema));
        int place = like.isUnion() ? like.getTypes().indexOf(NULL) : -1;
        types.add(Math.min(Math.max(place, 0), types.size()), NULL);
        return Schema.createUnion(types);
    }

    /** As a default of null wants it. */
    static Schema nullFirst(Schema schema) {
        List<Schema> types = new ArrayList<>();
        types.add(Schema.create(Schema.Type.NULL));
        types.addAll(branches(schema));
        return Schema.createUnion(types);
    }

    /** As any other default wants it. */
    static Schema nullLast(Schema schema) {
        List<Schema> types = new ArrayList<>(branches(schema));
        types.add(Schema.create(Schema.Type.NULL));
        return Schema.createUnion(types);
    }
}
