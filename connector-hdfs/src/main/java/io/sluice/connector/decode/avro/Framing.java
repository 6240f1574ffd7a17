/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import org.apache.avro.Schema;

/** How a value says which schema it was written with. Not thread-safe. */
interface Framing {

    /**
     * The schema that a value was written with.
     *
     * @return the same object for each value of a schema, as long as it is remembered
     * @throws io.sluice.connector.decode.value.BadValueException if the value has no such frame, or nobody knows the
     *     schema
     * @throws org.apache.kafka.connect.errors.RetriableException if nobody can be asked now
     */
    Written of(byte[] value);

    /**
     * A schema that values are written with; one object for each schema and frame.
     *
     * @param schema a record
     * @param bodyStart bytes before the record
     */
    record Written(Schema schema, int bodyStart) {}
}
