/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;

/** Files whose records one Avro schema holds. Grows while files are added. */
final class SchemaFamily {

    private Schema schema;
    private final Set<Schema> members = new LinkedHashSet<>();
    private int files;

    private SchemaFamily(Schema schema) {
        this.schema = schema;
    }

    Schema schema() {
        return schema;
    }

    /** The schemas of the files, each once. */
    Set<Schema> members() {
        return members;
    }

    /**
     * The family of all files.
     *
     * @param table what the table's schema is; empty for a directory that is no table of ours
     * @throws RefusedFilesException if some are not of the table's family or, without a table, of the largest
     * @throws SchemaMismatchException if Avro has no words for any of them
     */
    static SchemaFamily of(List<TableFile> files, Optional<Schema> table) {
        List<SchemaFamily> families = new ArrayList<>();
        table.ifPresent(schema -> families.add(new SchemaFamily(schema)));
        Map<StorePath, Schema> schemas = new LinkedHashMap<>();
        Map<StorePath, String> refused = new LinkedHashMap<>();
        Map<Object, Schema> parsed = new HashMap<>();
        for (TableFile file : files) {
            try {
                Schema schema = avro(file, parsed);
                schemas.put(file.entry().path(), schema);
                add(schema, families, table.isEmpty());
            } catch (SchemaMismatchException e) {
                refused.put(file.entry().path(), e.getMessage());
            }
        }
        SchemaFamily kept = families.stream()
                .reduce((a, b) -> table.isPresent() || b.files <= a.files ? a : b)
                .orElseThrow(() ->
                        new SchemaMismatchException(refused.values().iterator().next()));
        schemas.forEach((path, schema) -> kept.join(schema).ifPresent(why -> refused.put(path, path + ": " + why)));
        if (!refused.isEmpty()) {
            throw new RefusedFilesException(refused);
        }
        return kept;
    }

    private static void add(Schema schema, List<SchemaFamily> families, boolean canFound) {
        for (SchemaFamily family : families) {
            if (family.join(schema).isEmpty()) {
                family.files++;
                return;
            }
        }
        if (canFound) {
            SchemaFamily family = new SchemaFamily(schema);
            family.members.add(schema);
            family.files++;
            families.add(family);
        }
    }

    /** Takes a schema in; or says why that cannot be. */
    private Optional<String> join(Schema other) {
        if (members.contains(other)) {
            return Optional.empty();
        }
        try {
            Schema merged = SchemaEvolution.merge(schema, other);
            if (!merged.equals(schema)) {
                new AvroSchemaConverter(OutputSchema.SPELLING).convert(merged);
            }
            schema = merged;
            members.add(other);
            return Optional.empty();
        } catch (IncompatibleSchemaException
                | AvroRuntimeException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Schema avro(TableFile file, Map<Object, Schema> parsed) {
        String json = file.facts().keyValues().get(OutputSchema.avroKey());
        try {
            return json == null
                    ? parsed.computeIfAbsent(
                            file.facts().schema(),
                            s -> new AvroSchemaConverter(OutputSchema.SPELLING)
                                    .convert(file.facts().schema()))
                    : parsed.computeIfAbsent(json, j -> new Schema.Parser().parse(json));
        } catch (AvroRuntimeException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new SchemaMismatchException(file.entry().path()
                    + " has a schema that Avro has no words for, and is not alone: " + e.getMessage());
        }
    }
}
