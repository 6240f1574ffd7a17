/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.connector.decode.value.BadValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/** What a parser stands on, in words; and whether it could be of a type. */
final class JsonText {

    static final String WELL_FORMED = "a text without halves of surrogate pairs";

    private static final int SHOWN_BYTES = 80;

    private JsonText() {}

    static void expect(JsonParser parser, JsonToken token, String expected) throws IOException {
        if (parser.currentToken() != token) {
            throw misfit(parser, expected);
        }
    }

    /** The value that the parser stands on is not of its column's type. */
    static Misfit misfit(JsonParser parser, String expected) throws IOException {
        return new Misfit(path(parser), expected, describe(parser));
    }

    /** The field that the parser stands on, such as {@code orders.0.price}; empty for the object itself. */
    static String path(JsonParser parser) {
        String pointer = pointer(parser);
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }

    /** The same as a JSON Pointer (RFC 6901), which no two values of an object share: {@code /orders/0/price}. */
    static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    static BadValueException notJson(JsonParser parser, byte[] json, int start, JsonProcessingException e) {
        String path = path(parser);
        return new BadValueException(
                "not JSON" + (path.isEmpty() ? "" : ", at field '" + path + "'") + ": " + e.getOriginalMessage()
                        + ", in: " + brief(json, start),
                e);
    }

    static String found(JsonParser parser, byte[] json, int start) throws IOException {
        return describe(parser) + " in: " + brief(json, start);
    }

    /** The first 80 bytes, as text. */
    static String brief(byte[] json, int start) {
        int length = json.length - start;
        if (length == 0) {
            return "no bytes";
        }
        String text = new String(json, start, Math.min(length, SHOWN_BYTES), StandardCharsets.UTF_8);
        return length > SHOWN_BYTES ? text + "…" : text;
    }

    /** A text that UTF-8 can hold: JSON's escapes can make half of a surrogate pair. */
    static String requireUnicode(String text, JsonParser parser) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    throw misfit(parser, WELL_FORMED).asBadValue();
                }
                i++;
            }
        }
        return text;
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
