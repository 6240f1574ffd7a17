/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.List;

/**
 * What an id stands for. Equal contents have one id.
 *
 * @param text in its canonical form
 */
public record SchemaContent(SchemaType type, String text, List<SchemaReference> references) {

    public SchemaContent {
        references = List.copyOf(references);
    }
}
