/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.SchemaFingerprint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Resolvers that were compiled, by the fingerprints of their two schemas: of the least recently used beyond the capacity
 * each makes room for a new one. To look one up costs two fingerprints, so whoever reads many records of a schema keeps
 * its resolver.
 *
 * <p>Not thread-safe.
 */
public final class AvroResolvers {

    private final Map<Pair, AvroResolver> resolvers;
    private long compilations;

    private record Pair(SchemaFingerprint writer, SchemaFingerprint reader) {}

    /** Keeps at most so many. */
    public AvroResolvers(int capacity) {
        this.resolvers = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Pair, AvroResolver> eldest) {
                return size() > capacity;
            }
        };
    }

    /** As {@link AvroResolver#between}, but for two schemas with these fingerprints that were met before. */
    public AvroResolver between(Schema writer, Schema reader) {
        Pair pair = new Pair(SchemaFingerprint.of(writer), SchemaFingerprint.of(reader));
        AvroResolver known = resolvers.get(pair);
        if (known != null) {
            return known;
        }
        AvroResolver compiled = AvroResolver.between(writer, reader);
        compilations++;
        resolvers.put(pair, compiled);
        return compiled;
    }

    /** How often a resolver had to be compiled. */
    public long compilations() {
        return compilations;
    }
}
