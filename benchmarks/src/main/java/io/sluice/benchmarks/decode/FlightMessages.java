/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoParser;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** The records of {@link Flights} as Protobuf has them. */
final class FlightMessages {

    private static final String COMMON = """
            syntax = "proto3";
            package flights;
            message Flight {
              sfixed64 id = 1;
              int64 departed = 2;
              string carrier = 3;
              int32 number = 4;
              string origin = 5;
              string destination = 6;
              double distance = 7;
              bool cancelled = 8;
              optional int32 delay = 9;
              optional string reason = 10;
              optional double fuel = 11;
              optional string gate = 12;
            """;

    private FlightMessages() {}

    /** As {@link Flights#version}. */
    static Descriptor version(int version) {
        return parse(COMMON + """
                  message Aircraft { string tail = 1; int32 seats = 2; }
                  Aircraft aircraft = 13;
                  repeated int32 legs = 14;
                  optional int64 extra%d = 15;
                }
                """.formatted(version));
    }

    /** As {@link Flights#withOptional}. */
    static Descriptor withOptional(int bits) {
        StringBuilder text = new StringBuilder(COMMON);
        for (int bit = 0; bits >>> bit != 0; bit++) {
            if ((bits >>> bit & 1) == 1) {
                text.append("optional int64 extra%d = %d;%n".formatted(bit, 20 + bit));
            }
        }
        return parse(text + "}");
    }

    private static Descriptor parse(String text) {
        return new ProtoFiles(List.of(ProtoParser.parse("flight.proto", text))).message("flights.Flight");
    }

    /** The schema of rows of a type, by itself. */
    static Schema row(Descriptor type) {
        return ProtobufDecoder.plain(type).decode("flights", new byte[0]).getSchema();
    }

    /** A record of the type. */
    static DynamicMessage message(Descriptor type, GenericRecord record) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            Object value = record.get(field.getName());
            if (value instanceof GenericRecord nested) {
                message.setField(field, message(field.getMessageType(), nested));
            } else if (value instanceof List<?> list) {
                list.forEach(each -> message.addRepeatedField(field, each));
            } else if (value != null) {
                message.setField(field, value instanceof CharSequence text ? text.toString() : value);
            }
        }
        return message.build();
    }
}
