/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import io.sluice.schema.resolution.TypeNames;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.Schema;

/** The smallest primitive type that holds two different ones. */
final class Promotion {

    private static final Set<Schema.Type> NUMBERS =
            EnumSet.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
    private static final Set<Schema.Type> INTEGERS = EnumSet.of(Schema.Type.INT, Schema.Type.LONG);
    private static final Set<Schema.Type> BYTES = EnumSet.of(Schema.Type.STRING, Schema.Type.BYTES);

    private Promotion() {}

    static Schema join(Schema t, Schema i, String path) {
        Set<Schema.Type> both = EnumSet.of(t.getType(), i.getType());
        // Of a logical type both sides have the same, so the same primitive type: here there is none.
        if (INTEGERS.containsAll(both)) {
            return Schema.create(Schema.Type.LONG);
        }
        if (NUMBERS.containsAll(both)) {
            return Schema.create(Schema.Type.DOUBLE);
        }
        if (BYTES.containsAll(both)) {
            return Schema.create(Schema.Type.BYTES);
        }
        throw new IncompatibleSchemaException(
                path,
                TypeNames.of(t),
                TypeNames.of(i),
                "No type holds both. Give the new one another field name, or convert it before it is produced.");
    }
}
