/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** The records, enums and fixed of a schema by their names, at whatever depth. Immutable. */
final class NamedTypes {

    private final Map<String, Schema> types = new LinkedHashMap<>();

    private NamedTypes() {}

    static NamedTypes of(Schema schema) {
        NamedTypes types = new NamedTypes();
        types.collect(schema);
        return types;
    }

    private void collect(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (types.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema()));
                }
            }
            case ENUM, FIXED -> types.put(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType());
            case MAP -> collect(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::collect);
            default -> {
                // has no name
            }
        }
    }

    Set<String> names() {
        return Collections.unmodifiableSet(types.keySet());
    }

    /** Whether a type has the name of another as an alias. */
    boolean haveAliasesOfOthers() {
        return types.values().stream()
                .anyMatch(type -> type.getAliases().stream().anyMatch(types::containsKey));
    }

    /**
     * What a type of another schema is called here: the type of the same name or, if it was renamed in one of the two, the
     * one that it is; else itself.
     *
     * @param home the types of that schema: one that is there too is no renamed one
     */
    Schema counterpart(Schema type, NamedTypes home) {
        Schema same = types.get(type.getFullName());
        if (same != null) {
            return same;
        }
        return types.values().stream()
                .filter(other -> !home.types.containsKey(other.getFullName()))
                .filter(other -> other.getType() == type.getType())
                .filter(other -> isRenamed(other, type))
                .findFirst()
                .orElse(type);
    }

    /** Whether one has the other's name as an alias, or both were called the same once. */
    static boolean isRenamed(Schema one, Schema other) {
        return one.getAliases().contains(other.getFullName())
                || other.getAliases().contains(one.getFullName())
                || !Collections.disjoint(one.getAliases(), other.getAliases());
    }
}
