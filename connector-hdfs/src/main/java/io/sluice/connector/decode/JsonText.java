/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.decode.value.BadValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/** What a parser stands on, in words; and whether it could be of a type. */
final class JsonText {

    private static final int SHOWN_BYTES = 80;

    private JsonText() {}

    static void expect(JsonParser parser, JsonToken token, String expected) throws IOException {
        if (parser.currentToken() != token) {
            throw misfit(parser, expected);
        }
    }

    /** The value that the parser stands on is not of its column's type. */
    static BadValueException misfit(JsonParser parser, String expected) throws IOException {
        String field = parser.getParsingContext()
                .pathAsPointer()
                .toString()
                .substring(1)
                .replace('/', '.');
        return BadValueException.misfit(field, expected, describe(parser));
    }

    static BadValueException notJson(byte[] json, JsonProcessingException e) {
        return new BadValueException("not JSON: " + e.getOriginalMessage() + ", in: " + brief(json), e);
    }

    static String found(JsonParser parser, byte[] json) throws IOException {
        return describe(parser) + " in: " + brief(json);
    }

    /** The first 80 bytes, as text. */
    static String brief(byte[] json) {
        if (json.length == 0) {
            return "no bytes";
        }
        String text = new String(json, 0, Math.min(json.length, SHOWN_BYTES), StandardCharsets.UTF_8);
        return json.length > SHOWN_BYTES ? text + "…" : text;
    }

    static boolean isOfKind(JsonParser parser, Schema schema) {
        JsonToken token = parser.currentToken();
        return switch (schema.getType()) {
            case BOOLEAN -> token.isBoolean();
            case INT, LONG -> token == JsonToken.VALUE_NUMBER_INT;
            case FLOAT, DOUBLE -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case STRING, BYTES, FIXED, ENUM -> token == JsonToken.VALUE_STRING;
            case RECORD, MAP -> token == JsonToken.START_OBJECT;
            case ARRAY -> token == JsonToken.START_ARRAY;
            case UNION, NULL -> false;
        };
    }

    private static String describe(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "the text '" + cut(parser.getText()) + "'";
            default -> cut(parser.getText());
        };
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_BYTES ? text : text.substring(0, SHOWN_BYTES) + "…";
    }
}
