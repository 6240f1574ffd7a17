/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.decode.text.Column;
import io.sluice.connector.decode.text.ColumnType;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.partition.TimestampText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts as values of one column. Remembers the text and value before, for neighbours in a log often share them.
 * Not thread-safe.
 */
final class ColumnReader {

    /** Of a decimal as it is written; what a column holds is far less. */
    private static final int MAX_DIGITS = 1000;

    private final String name;
    private final ColumnType type;
    private final TimestampText timestamps;
    private String lastText = "";
    private @Nullable Object lastValue;

    ColumnReader(Column column, ZoneId zone) {
        this.name = column.name();
        this.type = column.type();
        this.timestamps = new TimestampText(type.format(), zone);
    }

    /** A row of columns that may all be null. */
    static Schema row(String name, List<Column> columns, List<Schema.Field> more) {
        Schema schema = Schema.createRecord(name, null, null, false);
        List<Schema.Field> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(nullable(column.name(), schemaOf(column.type()))));
        fields.addAll(more);
        schema.setFields(fields);
        return schema;
    }

    /** A field with the default null. */
    static Schema.Field nullable(String name, Schema type) {
        Schema union = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
        return new Schema.Field(name, union, null, Schema.Field.NULL_DEFAULT_VALUE);
    }

    private static Schema schemaOf(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> Schema.create(Schema.Type.STRING);
            case INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case DECIMAL ->
                LogicalTypes.decimal(type.precision(), type.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIMESTAMP_MILLIS -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case TIMESTAMP_MICROS -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        };
    }

    /**
     * The value of a text; an empty one is null, unless the column is a text itself.
     *
     * @param recordMs the timestamp of the Kafka record, near which a time without a year is; -1 if it has none
     * @throws BadValueException if the text is not of the column's type
     */
    @Nullable Object read(String text, long recordMs) {
        return switch (type.kind()) {
            case STRING -> text;
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> text.isBlank() ? null : timestamp(text, recordMs);
            default -> remembered(text);
        };
    }

    private @Nullable Object remembered(String text) {
        if (!text.equals(lastText)) {
            lastValue = text.isBlank() ? null : parse(text.strip());
            lastText = text;
        }
        return lastValue;
    }

    private Object parse(String text) {
        try {
            return switch (type.kind()) {
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(number(text));
                case DOUBLE -> Double.valueOf(number(text));
                case BOOLEAN -> bool(text);
                case DECIMAL -> decimal(text);
                case DATE -> Math.toIntExact(date(text).toEpochDay());
                case STRING, TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> throw new IllegalStateException(type.toString());
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw BadValueException.in(name, expected(), text);
        }
    }

    private Long timestamp(String text, long recordMs) {
        try {
            Instant instant = timestamps.instant(text.strip(), recordMs);
            return type.kind() == ColumnType.Kind.TIMESTAMP_MILLIS
                    ? instant.toEpochMilli()
                    : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeException | ArithmeticException e) {
            throw BadValueException.in(name, expected(), text);
        }
    }

    private String expected() {
        return switch (type.kind()) {
            case INT -> "an int (32 bits)";
            case LONG -> "a long (64 bits)";
            case BOOLEAN -> "true or false";
            case DECIMAL -> "a decimal of " + type.precision() + " digits, " + type.scale() + " of them a fraction";
            case DATE -> "a date" + form();
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> "a timestamp" + form();
            default -> "a " + type.kind().label();
        };
    }

    private String form() {
        return type.format().isPresent() ? " in its declared pattern" : " in ISO-8601";
    }

    /** Java takes 1d and 1f, too, which are no numbers outside of it. */
    private static String number(String text) {
        if ("dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException(text);
        };
    }

    private ByteBuffer decimal(String text) {
        BigDecimal number = text.length() > MAX_DIGITS ? null : new BigDecimal(text);
        // An exponent of a billion would be a billion digits.
        if (number == null
                || Math.abs((long) number.scale()) > MAX_DIGITS
                || number.precision() - number.scale() > type.precision() - type.scale()) {
            throw new ArithmeticException(text);
        }
        return ByteBuffer.wrap(number.setScale(type.scale()).unscaledValue().toByteArray());
    }

    private LocalDate date(String text) {
        return LocalDate.parse(text, type.format().orElse(DateTimeFormatter.ISO_LOCAL_DATE));
    }
}
