/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Turns records of one schema into records of the schema of the table they go into, which came from it by {@link
 * SchemaEvolution}: what Avro's reader does while it decodes, done to records that are decoded already.
 *
 * <p>It is also the way round a fault of Avro 1.12.2. When that decodes an array from bytes under another schema, it
 * reckons with the size of the reader's elements: {@code [1, 2]} to be read as doubles, or as records that have gained a
 * field, is taken for cut off if fewer bytes follow. So: decode under the writer's schema, then project.
 *
 * <p>Immutable and thread-safe; to be made once for a pair of schemas. A projected record shares with its original all
 * that is the same in both.
 */
public final class SchemaProjection {

    private final Schema target;
    private final ProjectionStep step;

    private SchemaProjection(Schema target, ProjectionStep step) {
        this.target = target;
        this.step = step;
    }

    /**
     * The projection from one schema to another that holds it.
     *
     * @throws IncompatibleSchemaException if it does not
     */
    public static SchemaProjection between(Schema writer, Schema table) {
        return new SchemaProjection(table, ProjectionPlan.step(writer, table));
    }

    public Schema target() {
        return target;
    }

    /** The record under the target schema; the same object if nothing has to change. */
    public GenericRecord apply(GenericRecord record) {
        Object projected = step.apply(record);
        if (projected instanceof GenericRecord result) {
            return result;
        }
        throw new IllegalArgumentException("not a record of the writer's schema: " + record.getSchema());
    }
}
