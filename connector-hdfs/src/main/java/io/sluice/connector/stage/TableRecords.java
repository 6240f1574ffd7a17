/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.schema.BoundedMemory;
import io.sluice.schema.SchemaProjection;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Brings records of whatever version to one schema of the table, which holds them all. Not thread-safe. */
final class TableRecords {

    /** A producer that leaves out what is null has no end of schemas. */
    private static final int MOST_PROJECTIONS = 2000;

    private final Schema table;
    private final BoundedMemory<Schema, SchemaProjection> projections = BoundedMemory.ofEqual(MOST_PROJECTIONS);
    private @Nullable Schema last;
    private @Nullable SchemaProjection lastProjection;

    TableRecords(Schema table) {
        this.table = table;
    }

    Schema schema() {
        return table;
    }

    // The usual case for free; for an equal schema the projection changes nothing.
    @SuppressWarnings("ReferenceEquality")
    GenericRecord of(GenericRecord record) {
        Schema own = record.getSchema();
        SchemaProjection projection = lastProjection;
        if (projection == null || own != last) {
            projection = projection(own);
            last = own;
            lastProjection = projection;
        }
        return projection.apply(record);
    }

    private SchemaProjection projection(Schema own) {
        SchemaProjection known = projections.get(own);
        return known == null ? projections.put(own, SchemaProjection.between(own, table)) : known;
    }
}
