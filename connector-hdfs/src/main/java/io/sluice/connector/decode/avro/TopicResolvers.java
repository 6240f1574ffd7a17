/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.connector.decode.avro.Framing.Written;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import io.sluice.schema.avro.AvroResolver;
import io.sluice.schema.avro.AvroResolvers;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one topic are resolved to: a schema that was configured, or that of the table, which grows by each
 * version that is met, so that versions that alternate are rows of one schema. A version costs one resolution, and one
 * more for each time that the table grows while the version is still in use.
 */
final class TopicResolvers {

    /** More versions than are remembered anywhere else; forgotten all at once. */
    private static final int MOST_VERSIONS = 4000;

    private final AvroResolvers compiled;
    private final @Nullable Schema configured;
    private final IdentityHashMap<Written, AvroResolver> resolvers = new IdentityHashMap<>();
    /** What the resolvers lead to, except those of versions that the table cannot hold. */
    private @Nullable Schema table;
    /** Whether the next record is to begin a table, unless one is adopted before. */
    private boolean forgotten;

    /**
     * Resolvers of a topic.
     *
     * @param compiled shared with other topics
     * @param configured the one schema that all values are resolved to; null if they are to the table's
     */
    TopicResolvers(AvroResolvers compiled, @Nullable Schema configured) {
        this.compiled = compiled;
        this.configured = configured;
    }

    /**
     * Takes this for the table's schema. If it is what it was all along, as after a record that the table has refused, the
     * resolvers are kept.
     *
     * @return the schema that rows have from now on: the one before, if it is the same
     */
    Schema adopt(Schema schema) {
        forgotten = false;
        Schema known = table;
        if (known != null && isSame(schema, known)) {
            return known;
        }
        table = schema;
        resolvers.clear();
        return schema;
    }

    /** There is no table, as far as is known, until one is adopted. */
    void forget() {
        forgotten = configured == null;
    }

    @SuppressWarnings("ReferenceEquality") // the usual case for free
    private static boolean isSame(Schema one, Schema other) {
        return one == other || SchemaFingerprint.of(one).equals(SchemaFingerprint.of(other));
    }

    AvroResolver of(Written written) {
        AvroResolver known = resolvers.get(written);
        if (known != null && !forgotten) {
            return known;
        }
        AvroResolver resolver = compiled.between(written.schema(), reader(written.schema()));
        if (resolvers.size() >= MOST_VERSIONS) {
            resolvers.clear();
        }
        resolvers.put(written, resolver);
        return resolver;
    }

    private Schema reader(Schema writer) {
        if (configured != null) {
            return configured;
        }
        Schema known = forgotten ? null : table;
        try {
            return adopt(known == null ? writer : SchemaEvolution.merge(known, writer));
        } catch (IncompatibleSchemaException e) {
            // As it is: the table will refuse it, and says why.
            return writer;
        }
    }
}
