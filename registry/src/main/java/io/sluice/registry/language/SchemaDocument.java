/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import io.sluice.schema.registry.SchemaReference;
import java.util.List;

/**
 * A schema's text together with the texts that it refers to.
 *
 * @param imports what the text uses of other schemas, directly or not, each behind those that it uses itself
 */
public record SchemaDocument(String text, List<Import> imports) {

    public SchemaDocument {
        imports = List.copyOf(imports);
    }

    /** A text without references. */
    public static SchemaDocument of(String text) {
        return new SchemaDocument(text, List.of());
    }

    /** What a reference led to. */
    public record Import(SchemaReference reference, String text) {}
}
