/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import io.sluice.schema.BoundedMemory;
import io.sluice.schema.IncompatibleSchemaException;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaFingerprint;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of one topic are read, by the version of the schema that each was written with: straight to a schema that was
 * configured, or to that of the table, which grows by each version that is met, so that versions that alternate are rows of
 * one schema. A version costs one reader, and one more for each time that the table grows while the version is still in
 * use.
 *
 * <p>Not thread-safe.
 *
 * @param <V> a version: one object each, for as long as it is remembered
 * @param <R> reads its values
 */
public final class TopicReaders<V, R> {

    /** More versions than are remembered anywhere else. */
    private static final int MOST_VERSIONS = 4000;

    private final Versions<V, R> versions;
    private final @Nullable Schema configured;
    private final BoundedMemory<V, R> readers = BoundedMemory.ofSame(MOST_VERSIONS);
    /** What the readers lead to, except those of versions that the table cannot hold. */
    private @Nullable Schema table;
    /** Whether the next record is to begin a table, unless one is adopted before. */
    private boolean forgotten;

    /** What a format knows of the versions of its schemas. */
    public interface Versions<V, R> {

        /** The schema that rows of a version have by themselves: a record. */
        Schema schema(V version);

        /** Compiles what reads values of a version as rows of a schema that reads those of {@link #schema}. */
        R reader(V version, Schema rows);
    }

    /**
     * Readers of a topic.
     *
     * @param configured the one schema that all values are read to; null if it is the table's
     */
    public TopicReaders(Versions<V, R> versions, @Nullable Schema configured) {
        this.versions = versions;
        this.configured = configured;
    }

    /**
     * Takes this for the table's schema. If it is what it was all along, as after a record that the table has refused, the
     * readers are kept.
     *
     * @return the schema that rows have from now on: the one before, if it is the same
     */
    public Schema adopt(Schema schema) {
        forgotten = false;
        Schema known = table;
        if (known != null && isSame(schema, known)) {
            return known;
        }
        table = schema;
        readers.clear();
        return schema;
    }

    /** There is no table, as far as is known, until one is adopted. */
    public void forget() {
        forgotten = configured == null;
    }

    @SuppressWarnings("ReferenceEquality") // the usual case for free
    private static boolean isSame(Schema one, Schema other) {
        return one == other || SchemaFingerprint.of(one).equals(SchemaFingerprint.of(other));
    }

    /** What reads values of a version. */
    public R of(V version) {
        R known = readers.get(version);
        return known == null || forgotten ? compiled(version) : known;
    }

    private R compiled(V version) {
        return readers.put(version, versions.reader(version, rows(versions.schema(version))));
    }

    private Schema rows(Schema version) {
        if (configured != null) {
            return configured;
        }
        Schema known = forgotten ? null : table;
        try {
            return adopt(known == null ? version : SchemaEvolution.merge(known, version));
        } catch (IncompatibleSchemaException e) {
            // As it is: the table will refuse it, and says why.
            return version;
        }
    }
}
