/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.ValueConfig;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes an Avro record of a value that is not null. Not thread-safe: caches and running schemas are the task's own. */
interface ValueDecoder {

    /** @throws BadValueException if the value is not what it should be */
    GenericRecord decode(SinkRecord record);

    /** The decoder of {@code value.format}. */
    static ValueDecoder of(ValueConfig config) {
        return new ConnectDecoder();
    }
}
