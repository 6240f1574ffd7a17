/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads JSON objects, under a declared schema. */
final class JsonDecoder implements ValueDecoder {

    private final JsonRows rows;

    private JsonDecoder(JsonRows rows) {
        this.rows = rows;
    }

    static JsonDecoder declared(Schema schema) {
        return new JsonDecoder(new JsonRows(schema, JsonRows.UnknownFields.SKIP));
    }

    @Override
    public GenericRecord decode(SinkRecord record) {
        return rows.read(Bytes.of(record));
    }
}
