/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.io.StringWriter;

/** The JSON text of {@code google.protobuf.Struct} and its parts. */
final class StructText {

    private static final JsonFactory JSON = new JsonFactory();

    /** Up to here a double holds each whole number. */
    private static final double EXACT = 1L << 53;

    private StructText() {}

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static String of(Struct struct) {
        return text(json -> write(struct, json));
    }

    static String of(ListValue list) {
        return text(json -> write(list, json));
    }

    static String of(Value value) {
        return text(json -> write(value, json));
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(Struct struct, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (var field : struct.getFieldsMap().entrySet()) {
            json.writeFieldName(field.getKey());
            write(field.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void write(ListValue list, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Value value : list.getValuesList()) {
            write(value, json);
        }
        json.writeEndArray();
    }

    private static void write(Value value, JsonGenerator json) throws IOException {
        switch (value.getKindCase()) {
            case NUMBER_VALUE -> write(value.getNumberValue(), json);
            case STRING_VALUE -> json.writeString(value.getStringValue());
            case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
            case STRUCT_VALUE -> write(value.getStructValue(), json);
            case LIST_VALUE -> write(value.getListValue(), json);
            case NULL_VALUE, KIND_NOT_SET -> json.writeNull();
        }
    }

    private static void write(double number, JsonGenerator json) throws IOException {
        if (!Double.isFinite(number)) {
            throw new WireFault("expected a number that JSON has, found " + number);
        } else if (number == Math.rint(number) && Math.abs(number) <= EXACT) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(number);
        }
    }
}
