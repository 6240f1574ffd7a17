/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.avro;

import io.sluice.schema.avro.SingleObjectEncoding;
import org.apache.avro.Schema;

/**
 * Values of one schema: nothing but the record, or the record in the single-object encoding, if the fingerprint is that
 * of the schema. No record begins so by chance.
 */
final class PlainFraming implements Framing {

    private final long fingerprint;
    private final Written plain;
    private final Written singleObject;

    PlainFraming(Schema schema) {
        this.fingerprint = SingleObjectEncoding.fingerprint(schema);
        this.plain = new Written(schema, 0);
        this.singleObject = new Written(schema, SingleObjectEncoding.HEADER_BYTES);
    }

    @Override
    public Written of(byte[] value) {
        return SingleObjectEncoding.begins(value) && SingleObjectEncoding.fingerprint(value) == fingerprint
                ? singleObject
                : plain;
    }
}
