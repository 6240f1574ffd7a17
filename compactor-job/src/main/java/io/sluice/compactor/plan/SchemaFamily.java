/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files whose rows one schema holds. Grows while files are added.
 *
 * @param <S> the language of the schemas
 */
final class SchemaFamily<S> {

    /** What is to be known of a schema language. */
    interface Language<S> {

        /**
         * The schema of a file.
         *
         * @throws SchemaMismatchException naming the file, if it has none
         */
        S of(TableFile file);

        /**
         * The schema that holds the rows of two; {@code older} itself if it does.
         *
         * @throws SchemaMismatchException if there is none
         */
        S unite(S older, S newer);
    }

    private final Language<S> language;
    private S schema;
    private final Set<S> members = new LinkedHashSet<>();
    private int files;

    private SchemaFamily(Language<S> language, S schema) {
        this.language = language;
        this.schema = schema;
    }

    S schema() {
        return schema;
    }

    /** The schemas of the files, each once. */
    Set<S> members() {
        return members;
    }

    /**
     * The family of all files.
     *
     * @param table what the table's schema is; empty for a directory that is no table of ours
     * @throws RefusedFilesException if some are not of the table's family or, without a table, of the largest
     * @throws SchemaMismatchException if none has a schema
     */
    static <S> SchemaFamily<S> of(Language<S> language, List<TableFile> files, Optional<S> table) {
        List<SchemaFamily<S>> families = new ArrayList<>();
        table.ifPresent(schema -> families.add(new SchemaFamily<>(language, schema)));
        Map<StorePath, S> schemas = new LinkedHashMap<>();
        Map<StorePath, String> refused = new LinkedHashMap<>();
        for (TableFile file : files) {
            try {
                S schema = language.of(file);
                schemas.put(file.entry().path(), schema);
                add(language, schema, families, table.isEmpty());
            } catch (SchemaMismatchException e) {
                refused.put(file.entry().path(), e.getMessage());
            }
        }
        SchemaFamily<S> kept = families.stream()
                .reduce((a, b) -> table.isPresent() || b.files <= a.files ? a : b)
                .orElseThrow(() ->
                        new SchemaMismatchException(refused.values().iterator().next()));
        schemas.forEach((path, schema) -> kept.join(schema).ifPresent(why -> refused.put(path, path + ": " + why)));
        if (!refused.isEmpty()) {
            throw new RefusedFilesException(refused);
        }
        return kept;
    }

    private static <S> void add(Language<S> language, S schema, List<SchemaFamily<S>> families, boolean canFound) {
        for (SchemaFamily<S> family : families) {
            if (family.join(schema).isEmpty()) {
                family.files++;
                return;
            }
        }
        if (canFound) {
            SchemaFamily<S> family = new SchemaFamily<>(language, schema);
            family.members.add(schema);
            family.files++;
            families.add(family);
        }
    }

    /** Takes a schema in; or says why that cannot be. */
    private Optional<String> join(S other) {
        if (members.contains(other)) {
            return Optional.empty();
        }
        try {
            schema = language.unite(schema, other);
            members.add(other);
            return Optional.empty();
        } catch (SchemaMismatchException e) {
            return Optional.of(e.getMessage());
        }
    }
}
