/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.registry;

import java.util.List;

/**
 * A schema as a registry has it. An id means one schema for ever.
 *
 * @param id what the Confluent wire format carries; unique in a registry
 * @param text in the language of the type; not yet parsed
 * @param references what the text uses of other schemas, direct ones only
 */
public record RegisteredSchema(int id, SchemaType type, String text, List<SchemaReference> references) {

    public RegisteredSchema {
        references = List.copyOf(references);
    }
}
