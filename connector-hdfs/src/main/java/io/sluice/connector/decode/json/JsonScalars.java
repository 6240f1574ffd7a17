/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.sluice.connector.partition.TimestampText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts, numbers and booleans. Times may be numbers, in the column's unit, or ISO-8601; bytes are Base64; decimals
 * may be numbers or texts. A whole number goes into a column of doubles only if none of its digits is lost.
 */
final class JsonScalars {

    /** Up to here a double holds each whole number. */
    private static final double EXACT = 1L << 53;

    /** Of a decimal that is a text; Jackson allows a number as many. Time to read them grows with their square. */
    private static final int MAX_DIGITS = 1000;

    private JsonScalars() {}

    static JsonCell of(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case STRING -> JsonScalars::text;
            case BOOLEAN -> JsonScalars::bool;
            case INT -> logical instanceof LogicalTypes.Date ? JsonScalars::date : JsonScalars::integer;
            case LONG -> isTimestamp(logical) ? timestamp(logical) : JsonScalars::longNumber;
            case FLOAT -> parser -> (float) number(parser);
            case DOUBLE -> JsonScalars::number;
            case BYTES -> logical instanceof LogicalTypes.Decimal d ? decimal(d) : JsonScalars::base64;
            case ENUM -> symbol(schema);
            case FIXED -> fixed(schema);
            default -> JsonScalars::nothing;
        };
    }

    static Object text(JsonParser parser) throws IOException {
        JsonText.expect(parser, JsonToken.VALUE_STRING, "a text");
        Utf8 text = Utf8Text.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        if (text == null) {
            throw JsonText.misfit(parser, JsonText.WELL_FORMED).asBadValue();
        }
        return text;
    }

    private static Object bool(JsonParser parser) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw JsonText.misfit(parser, "true or false");
        }
        return parser.getBooleanValue();
    }

    private static Object integer(JsonParser parser) throws IOException {
        JsonText.expect(parser, JsonToken.VALUE_NUMBER_INT, "an int (32 bits)");
        try {
            return parser.getIntValue();
        } catch (InputCoercionException e) {
            throw JsonText.misfit(parser, "an int (32 bits)");
        }
    }

    private static Object longNumber(JsonParser parser) throws IOException {
        JsonText.expect(parser, JsonToken.VALUE_NUMBER_INT, "a long (64 bits)");
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw JsonText.misfit(parser, "a long (64 bits)");
        }
    }

    private static double number(JsonParser parser) throws IOException {
        double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
        if (!Double.isFinite(value)) {
            throw JsonText.misfit(parser, "a number that a double holds");
        }
        boolean inexact = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && Math.abs(value) >= EXACT
                && new BigDecimal(value).compareTo(parser.getDecimalValue()) != 0;
        if (inexact) {
            throw JsonText.misfit(parser, "a number of which a double loses no digit");
        }
        return value;
    }

    private static Object date(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return integer(parser);
        }
        JsonText.expect(parser, JsonToken.VALUE_STRING, "a date such as 2026-11-22");
        try {
            return (int) LocalDate.parse(parser.getText()).toEpochDay();
        } catch (DateTimeException e) {
            throw JsonText.misfit(parser, "a date such as 2026-11-22");
        }
    }

    private static boolean isTimestamp(@Nullable LogicalType type) {
        return type instanceof LogicalTypes.TimestampMillis
                || type instanceof LogicalTypes.TimestampMicros
                || type instanceof LogicalTypes.LocalTimestampMillis
                || type instanceof LogicalTypes.LocalTimestampMicros;
    }

    private static JsonCell timestamp(LogicalType type) {
        boolean micros =
                type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros;
        TimestampText texts = new TimestampText(Optional.empty(), ZoneOffset.UTC);
        return parser -> {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return longNumber(parser);
            }
            JsonText.expect(parser, JsonToken.VALUE_STRING, "a timestamp: a number or ISO-8601");
            try {
                Instant instant = texts.instant(parser.getText(), -1);
                return micros ? ChronoUnit.MICROS.between(Instant.EPOCH, instant) : instant.toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw JsonText.misfit(parser, "a timestamp: a number or ISO-8601");
            }
        };
    }

    private static JsonCell decimal(LogicalTypes.Decimal type) {
        String expected = "a decimal with at most " + type.getPrecision() + " digits, " + type.getScale()
                + " of them behind the point";
        return parser -> {
            boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
            if ((!text && !parser.currentToken().isNumeric()) || parser.getTextLength() > MAX_DIGITS) {
                throw JsonText.misfit(parser, expected);
            }
            try {
                BigDecimal value = new BigDecimal(parser.getText()).stripTrailingZeros();
                // Before it is scaled: that would write out the zeros of 1e999999999.
                if (value.scale() <= type.getScale() && wholeDigits(value) <= type.getPrecision() - type.getScale()) {
                    return ByteBuffer.wrap(
                            value.setScale(type.getScale()).unscaledValue().toByteArray());
                }
            } catch (NumberFormatException e) {
                // told below, like other numbers that it is not
            }
            throw JsonText.misfit(parser, expected);
        };
    }

    private static long wholeDigits(BigDecimal value) {
        return value.signum() == 0 ? 0 : (long) value.precision() - value.scale();
    }

    private static Object base64(JsonParser parser) throws IOException {
        return ByteBuffer.wrap(binary(parser, "bytes in Base64"));
    }

    private static byte[] binary(JsonParser parser, String expected) throws IOException {
        JsonText.expect(parser, JsonToken.VALUE_STRING, expected);
        try {
            return Base64.getDecoder().decode(parser.getText());
        } catch (IllegalArgumentException e) {
            throw JsonText.misfit(parser, expected);
        }
    }

    private static JsonCell fixed(Schema schema) {
        String expected = schema.getFixedSize() + " bytes in Base64";
        return parser -> {
            byte[] bytes = binary(parser, expected);
            if (bytes.length != schema.getFixedSize()) {
                throw JsonText.misfit(parser, expected);
            }
            return new GenericData.Fixed(schema, bytes);
        };
    }

    private static JsonCell symbol(Schema schema) {
        return parser -> {
            String expected = "one of " + schema.getEnumSymbols();
            JsonText.expect(parser, JsonToken.VALUE_STRING, expected);
            if (!schema.hasEnumSymbol(parser.getText())) {
                throw JsonText.misfit(parser, expected);
            }
            return new GenericData.EnumSymbol(schema, parser.getText());
        };
    }

    private static @Nullable Object nothing(JsonParser parser) throws IOException {
        JsonText.expect(parser, JsonToken.VALUE_NULL, "null");
        return null;
    }
}
