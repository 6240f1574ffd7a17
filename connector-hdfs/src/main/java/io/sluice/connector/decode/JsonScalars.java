/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.sluice.connector.partition.TimestampText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts, numbers and booleans. A text column takes any of them; times may be numbers, in the column's unit, or
 * ISO-8601; bytes are Base64; decimals may be numbers or texts.
 */
final class JsonScalars {

    private JsonScalars() {}

    static JsonRows.Cell of(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case STRING -> JsonScalars::text;
            case BOOLEAN -> JsonScalars::bool;
            case INT -> logical instanceof LogicalTypes.Date ? JsonScalars::date : JsonScalars::integer;
            case LONG -> isTimestamp(logical) ? timestamp(logical) : JsonScalars::longNumber;
            case FLOAT -> parser -> number(parser).floatValue();
            case DOUBLE -> parser -> number(parser).doubleValue();
            case BYTES -> logical instanceof LogicalTypes.Decimal d ? decimal(d) : JsonScalars::base64;
            case ENUM -> symbol(schema);
            case FIXED -> fixed(schema);
            default -> JsonScalars::nothing;
        };
    }

    private static Object text(JsonParser parser) throws IOException {
        if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
            throw JsonText.misfit(parser, "a text");
        }
        return parser.getText();
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

    private static Number number(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw JsonText.misfit(parser, "a number");
        }
        return parser.getDoubleValue();
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

    private static JsonRows.Cell timestamp(LogicalType type) {
        boolean micros =
                type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros;
        TimestampText texts = new TimestampText(Optional.empty(), ZoneOffset.UTC);
        return parser -> {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return longNumber(parser);
            }
            JsonText.expect(parser, JsonToken.VALUE_STRING, "a timestamp: a number or ISO-8601");
            try {
                long ms = texts.parse(parser.getText());
                return micros ? Math.multiplyExact(ms, 1000L) : ms;
            } catch (DateTimeException | ArithmeticException e) {
                throw JsonText.misfit(parser, "a timestamp: a number or ISO-8601");
            }
        };
    }

    private static JsonRows.Cell decimal(LogicalTypes.Decimal type) {
        String expected = "a decimal with at most " + type.getPrecision() + " digits, " + type.getScale()
                + " of them behind the point";
        return parser -> {
            boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
            if (!text && !parser.currentToken().isNumeric()) {
                throw JsonText.misfit(parser, expected);
            }
            try {
                BigDecimal value = new BigDecimal(parser.getText()).setScale(type.getScale());
                if (value.precision() > type.getPrecision()) {
                    throw JsonText.misfit(parser, expected);
                }
                return ByteBuffer.wrap(value.unscaledValue().toByteArray());
            } catch (ArithmeticException | NumberFormatException e) {
                throw JsonText.misfit(parser, expected);
            }
        };
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

    private static JsonRows.Cell fixed(Schema schema) {
        String expected = schema.getFixedSize() + " bytes in Base64";
        return parser -> {
            byte[] bytes = binary(parser, expected);
            if (bytes.length != schema.getFixedSize()) {
                throw JsonText.misfit(parser, expected);
            }
            return new GenericData.Fixed(schema, bytes);
        };
    }

    private static JsonRows.Cell symbol(Schema schema) {
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
