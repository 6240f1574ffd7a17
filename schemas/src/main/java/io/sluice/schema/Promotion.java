/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;

/** The smallest primitive type that holds two different ones. */
final class Promotion {

    private static final Set<Type> NUMBERS = EnumSet.of(Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE);
    private static final Set<Type> INTEGERS = EnumSet.of(Type.INT, Type.LONG);
    private static final Set<Type> BYTES = EnumSet.of(Type.STRING, Type.BYTES);

    private Promotion() {}

    static Schema join(Schema t, Schema i, String path) {
        Set<Type> both = EnumSet.of(t.getType(), i.getType());
        // Of a logical type both sides have the same, so the same primitive type: here there is none.
        if (INTEGERS.containsAll(both)) {
            return Schema.create(Type.LONG);
        }
        if (NUMBERS.containsAll(both)) {
            return Schema.create(Type.DOUBLE);
        }
        if (BYTES.containsAll(both)) {
            return Schema.create(Type.BYTES);
        }
        throw new IncompatibleSchemaException(
                path,
                TypeNames.of(t),
                TypeNames.of(i),
                "No type holds both. Give the new one another field name, or convert it before it is produced.");
    }
}
