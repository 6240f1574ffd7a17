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

    /**
     * What stands in the way of a new version, each in a sentence; empty if it may follow.
     *
     * @param history versions before it, newest last, not empty
     * @throws InvalidSchemaException if one of them is no schema
     */
    List<String> incompatibilities(CompatibilityLevel level, SchemaDocument newSchema, List<SchemaDocument> history);

    /** The language of a type. */
    static SchemaLanguage of(SchemaType type) {
        return switch (type) {
            case AVRO -> new AvroLanguage();
            case PROTOBUF -> new ProtobufLanguage();
            case JSON -> new JsonLanguage();
        };
    }
}
