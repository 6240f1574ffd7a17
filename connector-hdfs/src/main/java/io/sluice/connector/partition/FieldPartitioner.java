/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.table.metadata.PartitionStrategy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** A directory level per field: {@code country=NL/city=Utrecht}; a null or an empty text is Hive's default partition. */
final class FieldPartitioner implements Partitioner {

    /** As Hive prints a timestamp. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss[.SSS]", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<FieldPath> fields;

    FieldPartitioner(List<String> fields) {
        this.fields = fields.stream().map(FieldPath::new).toList();
    }

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        StringBuilder path = new StringBuilder();
        for (FieldPath field : fields) {
            if (path.length() > 0) {
                path.append('/');
            }
            String text = text(field, field.in(value));
            path.append(HivePath.escape(field.column()))
                    .append('=')
                    .append(text.isEmpty() ? HivePath.NULL : HivePath.escape(text));
        }
        return path.toString();
    }

    @Override
    public Optional<PartitionStrategy> strategy(Schema record) {
        return KiteStrategies.of(fields.stream()
                .map(field -> KiteStrategies.provided(field.column()))
                .toList());
    }

    /** The value as Hive and Spark would write it in a path; empty for null. */
    private static String text(FieldPath field, FieldPath.Found found) {
        Object value = found.value();
        LogicalType type = found.schema().getLogicalType();
        if (value == null) {
            return "";
        }
        if (type instanceof LogicalTypes.Date && value instanceof Integer day) {
            return LocalDate.ofEpochDay(day).toString();
        }
        if (type instanceof LogicalTypes.TimestampMillis && value instanceof Long ms) {
            return timestamp(ms);
        }
        if (type instanceof LogicalTypes.TimestampMicros && value instanceof Long us) {
            return timestamp(Math.floorDiv(us, 1000L));
        }
        if (type instanceof LogicalTypes.Decimal decimal && value instanceof ByteBuffer bytes) {
            byte[] unscaled = new byte[bytes.remaining()];
            bytes.duplicate().get(unscaled);
            return new BigDecimal(new BigInteger(unscaled), decimal.getScale()).toPlainString();
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof GenericEnumSymbol<?>) {
            return value.toString();
        }
        throw new PartitionException("field '" + field.column() + "' cannot name a partition: it is of type "
                + found.schema().getType().getName() + "; use a text, a number, a boolean, a date or a timestamp");
    }

    private static String timestamp(long ms) {
        String text = TIMESTAMP.format(Instant.ofEpochMilli(ms));
        return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
    }
}
