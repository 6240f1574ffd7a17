/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.connector.decode.avro.Framing.Written;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
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
    private @Nullable Schema table;

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

    /** Takes this for the table's schema; null if there is no table, and the next record is to begin one. */
    // The same object, or a change: to compare whole schemas would change nothing but this.
    @SuppressWarnings("ReferenceEquality")
    void adopt(@Nullable Schema schema) {
        if (schema != table) {
            table = schema;
            resolvers.clear();
        }
    }

    AvroResolver of(Written written) {
        AvroResolver known = resolvers.get(written);
        if (known != null) {
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
        Schema known = table;
        Schema grown;
        try {
            grown = known == null ? writer : SchemaEvolution.merge(known, writer);
        } catch (IncompatibleSchemaException e) {
            // As it is: the table will refuse it, and says why.
            return writer;
        }
        adopt(grown);
        return grown;
    }
}
