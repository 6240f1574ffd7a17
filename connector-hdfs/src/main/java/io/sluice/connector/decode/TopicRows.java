/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.NullValues;
import io.sluice.connector.config.RecordConfig;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.decode.value.ValueDecoder;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes rows of the records of one topic. Not thread-safe. */
final class TopicRows {

    private final NullValues nullValues;
    private final ValueDecoder decoder;
    private final RowColumns columns;
    /** Of the last value, or of the table before there was one. */
    private @Nullable Schema values;

    /**
     * @param decoder may be other topics' too
     */
    TopicRows(RecordConfig config, ValueDecoder decoder) {
        this.nullValues = config.nullValues();
        this.decoder = decoder;
        this.columns = new RowColumns(config);
    }

    void adopt(String topic, Schema table) {
        values = columns.withoutThem(table);
        decoder.adopt(topic, values);
    }

    void forget(String topic) {
        values = null;
        decoder.forget(topic);
    }

    /**
     * The row of a record; empty if it is left out on purpose.
     *
     * @throws BadValueException if it cannot become one
     */
    Optional<GenericRecord> row(SinkRecord record) {
        if (record.value() == null) {
            return tombstone(record);
        }
        GenericRecord value = decoder.decode(record);
        try {
            GenericRecord row = columns.row(record, value);
            values = value.getSchema();
            return Optional.of(row);
        } catch (BadValueException e) {
            if (e.outcome() == Outcome.BAD_SCHEMA) {
                undo(record.originalTopic());
            }
            throw e;
        }
    }

    /** A running schema has grown by what cannot be in a row; the next record must not suffer for it. */
    private void undo(String topic) {
        decoder.forget(topic);
        if (values != null) {
            decoder.adopt(topic, values);
        }
    }

    private Optional<GenericRecord> tombstone(SinkRecord record) {
        return switch (nullValues) {
            case IGNORE -> Optional.empty();
            // Before there is a row there is none that it could delete.
            case WRITE -> Optional.ofNullable(values).map(schema -> columns.tombstone(record, schema));
            case FAIL ->
                throw new BadValueException(
                        Outcome.BAD_TOMBSTONE,
                        "the value is null (a tombstone): behavior.on.null.values=ignore leaves such out, write marks a"
                                + " row as deleted",
                        null);
        };
    }
}
