/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import java.time.DateTimeException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record's time is in a field of its value: a timestamp, a date, a number of milliseconds, or a text. */
final class FieldTimestamp implements TimestampExtractor {

    private final String name;
    private final FieldPath field;
    private final TimestampText text;

    FieldTimestamp(String name, TimestampText text) {
        this.name = name;
        this.field = new FieldPath(name);
        this.text = text;
    }

    @Override
    public OptionalLong timestampMs(SinkRecord record, GenericRecord value) {
        FieldPath.Found found = field.in(value);
        Object time = found.value();
        if (time == null) {
            return OptionalLong.empty();
        }
        if (time instanceof Long || time instanceof Integer) {
            return OptionalLong.of(
                    millis(((Number) time).longValue(), found.schema().getLogicalType()));
        }
        if (time instanceof CharSequence chars) {
            return OptionalLong.of(parse(chars.toString()));
        }
        throw new PartitionException("field '" + name + "' is not a time: it is of type "
                + found.schema().getType().getName() + "; expected a timestamp, a number of ms, or a text");
    }

    private long parse(String chars) {
        try {
            return text.parse(chars);
        } catch (DateTimeException | ArithmeticException e) {
            String shown = chars.length() <= 80 ? chars : chars.substring(0, 80) + "…";
            throw new PartitionException(
                    "field '" + name + "' is not a time: '" + shown
                            + "'; timestamp.format says how it is written, if not in ms or ISO-8601",
                    e);
        }
    }

    private static long millis(long number, @Nullable LogicalType type) {
        if (type instanceof LogicalTypes.Date) {
            return TimeUnit.DAYS.toMillis(number);
        }
        if (type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros) {
            return Math.floorDiv(number, 1000L);
        }
        if (type instanceof LogicalTypes.TimestampNanos || type instanceof LogicalTypes.LocalTimestampNanos) {
            return Math.floorDiv(number, 1_000_000L);
        }
        return number;
    }
}
