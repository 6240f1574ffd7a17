/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.stage;

import io.sluice.schema.SchemaProjection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Brings records of whatever version to one schema of the table, which holds them all. Not thread-safe. */
final class TableRecords {

    private final Schema table;
    private final Map<Schema, SchemaProjection> projections = new HashMap<>();

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
        SchemaProjection projection = projections.get(own);
        if (projection == null) {
            projection = SchemaProjection.between(own, table);
            projections.put(own, projection);
        }
        return projection.apply(record);
    }
}
