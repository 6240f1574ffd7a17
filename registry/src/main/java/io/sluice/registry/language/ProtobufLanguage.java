/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import io.sluice.schema.CompatibilityLevel;
import java.util.List;

/** Protocol Buffers. */
final class ProtobufLanguage implements SchemaLanguage {

    @Override
    public String canonical(SchemaDocument schema) {
        throw new InvalidSchemaException("Protobuf is not understood", null);
    }

    @Override
    public String normalized(SchemaDocument schema) {
        return canonical(schema);
    }

    @Override
    public List<String> incompatibilities(
            CompatibilityLevel level, SchemaDocument newSchema, List<SchemaDocument> history) {
        return List.of(canonical(newSchema));
    }
}
