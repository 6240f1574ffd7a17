/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.schema.SchemaProjection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Brings records of whatever version to one schema of the table, which holds them all. Not thread-safe. */
final class TableRecords {

    /** Forgotten all at once: a producer that leaves out what is null has no end of schemas. */
    private static final int MOST_PROJECTIONS = 2000;

    private final Schema table;
    private final Map<Schema, SchemaProjection> projections = new HashMap<>();

    TableRecords(Schema table) {
        this.table = table;
    }

    Schema schema() {
        return table;
    }

    GenericRecord of(GenericRecord record) {
        Schema own = record.getSchema();
        SchemaProjection projection = projections.get(own);
        if (projection == null) {
            if (projections.size() >= MOST_PROJECTIONS) {
                projections.clear();
            }
            projection = SchemaProjection.between(own, table);
            projections.put(own, projection);
        }
        return projection.apply(record);
    }
}
