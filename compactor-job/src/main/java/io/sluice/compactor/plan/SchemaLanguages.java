/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.compactor.merge.mapping.FieldIds;
import io.sluice.compactor.merge.mapping.SchemaMismatchException;
import io.sluice.compactor.merge.mapping.SchemaUnion;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.schema.MessageType;

/** The languages in which files say what is in them. */
final class SchemaLanguages {

    private SchemaLanguages() {}

    /** Parquet's own: what every file has. Knows no defaults and no aliases, but field ids. */
    static final class OfParquet implements SchemaFamily.Language<MessageType> {

        private static final String ARROW_KEY = "ARROW:schema";

        private final boolean ids;
        private final IdentityHashMap<MessageType, MessageType> withoutIds = new IdentityHashMap<>();

        /** For files of several schemas. If ids of one may be of no meaning, names are what counts in all. */
        OfParquet(List<TableFile> files) {
            Set<MessageType> ofArrow = Collections.newSetFromMap(new IdentityHashMap<>());
            files.stream()
                    .filter(f -> f.facts().keyValues().containsKey(ARROW_KEY))
                    .forEach(f -> ofArrow.add(f.facts().schema()));
            this.ids = ofArrow.stream().noneMatch(FieldIds::arePlaces);
        }

        @Override
        public MessageType of(TableFile file) {
            MessageType schema = file.facts().schema();
            return ids ? schema : withoutIds.computeIfAbsent(schema, FieldIds::without);
        }

        @Override
        public MessageType unite(MessageType older, MessageType newer) {
            try {
                return SchemaUnion.of(older, newer);
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                // Of a schema that no writer of Parquet should let pass.
                throw new SchemaMismatchException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Avro, in the footers of the files that have it there. */
    static final class OfAvro implements SchemaFamily.Language<Schema> {

        private final Map<String, Schema> parsed = new HashMap<>();

        @Override
        public Schema of(TableFile file) {
            String json = file.facts().keyValues().get(OutputSchema.avroKey());
            try {
                return parsed.computeIfAbsent(json, j -> new Schema.Parser().parse(j));
            } catch (AvroRuntimeException e) {
                throw new SchemaMismatchException(file.entry().path()
                        + " has an Avro schema in its footer that cannot be read: " + e.getMessage());
            }
        }

        @Override
        public Schema unite(Schema older, Schema newer) {
            try {
                Schema merged = SchemaEvolution.merge(older, newer);
                if (!merged.equals(older)) {
                    SchemaUnion.requireDistinct(new AvroSchemaConverter(OutputSchema.SPELLING).convert(merged));
                }
                return merged;
            } catch (IncompatibleSchemaException
                    | AvroRuntimeException
                    | IllegalArgumentException
                    | UnsupportedOperationException e) {
                throw new SchemaMismatchException(String.valueOf(e.getMessage()));
            }
        }
    }
}
