/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import io.sluice.schema.protobuf.ProtoFiles;
import io.sluice.schema.protobuf.ProtoParser;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Protobuf messages to records of the table's schema, which has grown since; protobuf-java makes its message only. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ProtobufDecodeBenchmark {

    private static final int RECORDS = 1000;

    private static final Descriptor FLIGHT = flight(1);

    private final byte[][] values = new byte[RECORDS][];
    private final ProtobufDecoder decoder = ProtobufDecoder.plain(FLIGHT);
    private final SchemaProjection projection =
            SchemaProjection.between(row(FLIGHT), SchemaEvolution.merge(row(flight(2)), row(FLIGHT)));

    private static Descriptor flight(int version) {
        String text = """
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
                  message Aircraft { string tail = 1; int32 seats = 2; }
                  Aircraft aircraft = 13;
                  repeated int32 legs = 14;
                  optional int64 extra%d = 15;
                }
                """.formatted(version);
        return new ProtoFiles(List.of(ProtoParser.parse("flight.proto", text))).message("flights.Flight");
    }

    private static Schema row(Descriptor message) {
        return ProtobufDecoder.plain(message).decode(new byte[0]).getSchema();
    }

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            values[i] =
                    message(FLIGHT, Flights.record(Flights.version(1), random)).toByteArray();
        }
    }

    private static DynamicMessage message(Descriptor type, GenericRecord record) {
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

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluice(Blackhole out) {
        for (byte[] value : values) {
            out.consume(decoder.decode(value));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluiceAndProjected(Blackhole out) {
        for (byte[] value : values) {
            out.consume(projection.apply(decoder.decode(value)));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void dynamicMessage(Blackhole out) throws InvalidProtocolBufferException {
        for (byte[] value : values) {
            out.consume(DynamicMessage.parseFrom(FLIGHT, value));
        }
    }
}
