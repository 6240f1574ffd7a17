/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.registry.language.InvalidSchemaException;
import io.sluice.registry.language.SchemaDocument;
import io.sluice.registry.language.SchemaLanguage;
import io.sluice.registry.language.SchemaLanguage.Earlier;
import io.sluice.registry.state.StoreKey.SchemaKey;
import io.sluice.registry.state.StoreValue.SchemaValue;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.List;
import java.util.Optional;

/**
 * A schema as a client sends it, and what may come of it: it is registered, found, or tried for compatibility.
 *
 * @param normalize whether texts that differ in the order of attributes are one schema
 */
public record Registration(
        String subject, SchemaType type, String text, List<SchemaReference> references, boolean normalize) {

    public Registration {
        references = List.copyOf(references);
    }

    /** Registers it as the subject's next version, unless the subject has it already. */
    public Command<SchemaVersion> register() {
        return this::decide;
    }

    private Decision<SchemaVersion> decide(RegistryState state) {
        Settings.requireWritable(state, subject);
        Optional<SchemaVersion> known = match(state, Deleted.WITHOUT);
        if (known.isPresent()) {
            return Decision.nothingToDo(known.get());
        }
        CompatibilityLevel level = state.level(subject);
        List<SchemaVersion> history = state.subjects().versions(subject, Deleted.WITHOUT);
        List<String> problems = incompatibilities(state, level, history);
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    RegistryError.INCOMPATIBLE_SCHEMA,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", by its compatibility level " + level + ". Details: " + String.join(" ", problems));
        }
        References.requireLiving(state, references);
        SchemaContent content = content(state);
        int id = state.subjects().id(content).orElseGet(state::nextId);
        SchemaVersion version = new SchemaVersion(subject, nextVersion(state), id, content);
        StoreRecord record =
                new StoreRecord(new SchemaKey(subject, version.version()), new SchemaValue(version, false));
        return new Decision<>(List.of(record), version);
    }

    private int nextVersion(RegistryState state) {
        List<SchemaVersion> all = state.subjects().versions(subject, Deleted.WITH);
        return all.isEmpty() ? 1 : all.get(all.size() - 1).version() + 1;
    }

    /**
     * The version that has this schema.
     *
     * @throws RegistryException if there is none
     */
    public SchemaVersion find(RegistryState state, Deleted which) {
        if (state.subjects().versions(subject, which).isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        return match(state, which).orElseThrow(RegistryException::schemaNotFound);
    }

    /** The newest version that is this schema. Only a schema that is not there has to be a valid one. */
    private Optional<SchemaVersion> match(RegistryState state, Deleted which) {
        SchemaContent wanted = content(state);
        List<SchemaVersion> versions = state.subjects().versions(subject, which);
        for (int i = versions.size() - 1; i >= 0; i--) {
            SchemaVersion version = versions.get(i);
            if (same(state, version.content(), wanted)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    private boolean same(RegistryState state, SchemaContent registered, SchemaContent wanted) {
        if (registered.equals(wanted)) {
            return true;
        }
        if (registered.type() != type || !registered.references().equals(references)) {
            return false;
        }
        SchemaDocument known = References.resolve(state, registered);
        return normalize
                ? language().normalized(known).equals(wanted.text())
                : language().same(known, References.resolve(state, wanted));
    }

    /**
     * What stands in the way of its becoming a version of the subject, each in a sentence.
     *
     * @param history the versions to look at, newest last
     * @throws RegistryException if it is no schema
     */
    public List<String> incompatibilities(RegistryState state, CompatibilityLevel level, List<SchemaVersion> history) {
        SchemaDocument mine = document(state);
        valid(mine);
        if (history.isEmpty() || level == CompatibilityLevel.NONE) {
            return List.of();
        }
        List<SchemaVersion> relevant =
                level.isTransitive() ? history : history.subList(history.size() - 1, history.size());
        Optional<SchemaVersion> other = relevant.stream()
                .filter(version -> version.content().type() != type)
                .findAny();
        if (other.isPresent()) {
            return List.of("Version " + other.get().version() + " is of type "
                    + other.get().content().type() + ", the new schema is of type " + type + ".");
        }
        return language()
                .incompatibilities(
                        level,
                        mine,
                        relevant.stream()
                                .map(version ->
                                        new Earlier(version.version(), References.resolve(state, version.content())))
                                .toList());
    }

    private SchemaContent content(RegistryState state) {
        return new SchemaContent(type, valid(document(state)), references);
    }

    private String valid(SchemaDocument document) {
        try {
            return normalize ? language().normalized(document) : language().canonical(document);
        } catch (InvalidSchemaException e) {
            throw invalid(e.getMessage());
        }
    }

    private RegistryException invalid(String why) {
        return new RegistryException(RegistryError.INVALID_SCHEMA, "Invalid schema of type " + type + ": " + why);
    }

    private SchemaDocument document(RegistryState state) {
        if (text.isBlank()) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "Empty schema");
        }
        return References.resolve(state, new SchemaContent(type, text, references));
    }

    private SchemaLanguage language() {
        return SchemaLanguage.of(type);
    }
}
