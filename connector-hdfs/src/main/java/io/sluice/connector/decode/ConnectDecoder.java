/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads values that are Avro records already. */
final class ConnectDecoder implements ValueDecoder {

    @Override
    public GenericRecord decode(SinkRecord record) {
        if (record.value() instanceof GenericRecord value) {
            return value;
        }
        throw new BadValueException("expected a record, found " + BadValueException.brief(record.value()));
    }
}
