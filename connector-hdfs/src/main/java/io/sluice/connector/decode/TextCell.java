/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.TextColumn;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.partition.TimestampText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the text of one column. Remembers the text and value before: neighbours in a log often share a time. */
final class TextCell {

    private final TextColumn column;
    private final TimestampText timestamps;
    private String lastText = "";
    private @Nullable Object lastValue;

    TextCell(TextColumn column, ZoneId zone) {
        this.column = column;
        this.timestamps = new TimestampText(column.format(), zone);
    }

    String name() {
        return column.name();
    }

    Schema schema() {
        return switch (column.type()) {
            case STRING -> Schema.create(Schema.Type.STRING);
            case INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIMESTAMP_MILLIS -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        };
    }

    /** Null for a group that took no part; an empty group is null too, unless the column is a text. */
    @Nullable Object read(@Nullable String text) {
        if (text == null || column.type() == TextColumn.Type.STRING) {
            return text;
        }
        if (!text.equals(lastText)) {
            lastValue = text.isEmpty() ? null : parse(text);
            lastText = text;
        }
        return lastValue;
    }

    private Object parse(String text) {
        try {
            return switch (column.type()) {
                case STRING -> text;
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> bool(text);
                case DATE -> (int) date(text).toEpochDay();
                case TIMESTAMP_MILLIS -> timestamps.parse(text);
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw BadValueException.in(column.name(), expected(), text);
        }
    }

    private String expected() {
        return switch (column.type()) {
            case INT -> "an int (32 bits)";
            case LONG -> "a long (64 bits)";
            case BOOLEAN -> "true or false";
            case DATE -> "a date as text.fields writes it";
            case TIMESTAMP_MILLIS -> "a timestamp as text.fields writes it";
            default -> "a " + column.type().name().toLowerCase(Locale.ROOT);
        };
    }

    private Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw BadValueException.in(column.name(), expected(), text);
        };
    }

    private LocalDate date(String text) {
        return LocalDate.parse(text, column.format().orElse(DateTimeFormatter.ISO_LOCAL_DATE));
    }
}
