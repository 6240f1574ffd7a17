/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
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

    private static final Descriptor FLIGHT = FlightMessages.version(1);

    private final byte[][] values = new byte[RECORDS][];
    private final ProtobufDecoder decoder = ProtobufDecoder.plain(FLIGHT);
    private final SchemaProjection projection =
            SchemaProjection.between(row(FLIGHT), SchemaEvolution.merge(row(FlightMessages.version(2)), row(FLIGHT)));

    private static Schema row(Descriptor message) {
        return ProtobufDecoder.plain(message).decode(new byte[0]).getSchema();
    }

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = FlightMessages.message(FLIGHT, Flights.record(Flights.version(1), random))
                    .toByteArray();
        }
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
