/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.value;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes an Avro record of a value that is not null. Not thread-safe: caches and running schemas are the task's own. */
public interface ValueDecoder {

    /**
     * The row that a record's value is.
     *
     * @return owned by the caller; its schema is the same object for as long as nothing about it changes
     * @throws BadValueException if the value is not what it should be
     */
    GenericRecord decode(SinkRecord record);

    /** The schema that the topic's table has, for decoders whose own follows the data. */
    default void adopt(String topic, Schema table) {}

    /** The table refused the topic's last record: a running schema begins anew, or with what is adopted next. */
    default void forget(String topic) {}
}
