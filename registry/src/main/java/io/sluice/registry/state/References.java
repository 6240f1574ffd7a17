/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.registry.language.SchemaDocument;
import io.sluice.registry.language.SchemaDocument.Import;
import io.sluice.schema.registry.SchemaReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows the references of a schema. They cannot lead back: a version refers to versions that were there before. */
final class References {

    private References() {}

    /** @throws RegistryException if a reference leads nowhere */
    static SchemaDocument resolve(RegistryState state, SchemaContent content) {
        List<Import> imports = new ArrayList<>();
        collect(state, content, imports, new HashSet<>());
        return new SchemaDocument(content.text(), imports);
    }

    /** @throws RegistryException if a version that is referred to was deleted softly: nothing new may build on it */
    static void requireLiving(RegistryState state, List<SchemaReference> references) {
        for (SchemaReference reference : references) {
            boolean living = state.subjects()
                    .find(reference.subject(), reference.version())
                    .filter(version -> !state.subjects().isDeleted(version))
                    .isPresent();
            if (!living) {
                throw leadsNowhere(reference);
            }
        }
    }

    private static RegistryException leadsNowhere(SchemaReference reference) {
        return new RegistryException(
                RegistryError.INVALID_SCHEMA,
                "Invalid schema: the reference \"" + reference.name() + "\" leads to version " + reference.version()
                        + " of subject \"" + reference.subject() + "\", which is not registered");
    }

    /** Depth first: what is imported stands behind what it imports itself. */
    private static void collect(
            RegistryState state, SchemaContent content, List<Import> imports, Set<SubjectVersion> seen) {
        for (SchemaReference reference : content.references()) {
            if (!seen.add(new SubjectVersion(reference.subject(), reference.version()))) {
                continue;
            }
            SchemaContent target = state.subjects()
                    .find(reference.subject(), reference.version())
                    .orElseThrow(() -> leadsNowhere(reference))
                    .content();
            collect(state, target, imports, seen);
            imports.add(new Import(reference, target.text()));
        }
    }
}
