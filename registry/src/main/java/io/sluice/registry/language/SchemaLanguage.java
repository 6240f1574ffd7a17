/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaType;
import java.util.List;

/**
 * A language that schemas are written in.
 *
 * <p>Thread-safe, and without state.
 */
public interface SchemaLanguage {

    /** A version that a new schema is compared with. */
    record Earlier(int version, SchemaDocument schema) {}

    /**
     * The text by which a schema is stored and found again: the same for texts that differ in white space alone.
     *
     * @throws InvalidSchemaException if it is no schema
     */
    String canonical(SchemaDocument schema);

    /**
     * As {@link #canonical}, and the same too for texts that differ in order where order means nothing.
     *
     * @throws InvalidSchemaException if it is no schema
     */
    String normalized(SchemaDocument schema);

    /** Whether two texts are the same schema although their canonical forms differ. */
    default boolean same(SchemaDocument one, SchemaDocument other) {
        return false;
    }

    /**
     * What stands in the way of a new version, each in a sentence; empty if it may follow.
     *
     * @param history the versions before it that the level looks at, newest last, not empty
     * @throws InvalidSchemaException if one of them is no schema
     */
    List<String> incompatibilities(CompatibilityLevel level, SchemaDocument newSchema, List<Earlier> history);

    /** The language of a type. */
    static SchemaLanguage of(SchemaType type) {
        return switch (type) {
            case AVRO -> new AvroLanguage();
            case PROTOBUF -> new ProtobufLanguage();
            case JSON -> new JsonLanguage();
        };
    }
}
