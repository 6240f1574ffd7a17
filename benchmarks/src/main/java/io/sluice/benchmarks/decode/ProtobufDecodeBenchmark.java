/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.SchemaEvolution;
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

    private static final String TOPIC = "flights";
    private static final Descriptor FLIGHT = FlightMessages.version(1);

    private final byte[][] values = new byte[RECORDS][];
    private final ProtobufDecoder alone = ProtobufDecoder.plain(FLIGHT);
    private final ProtobufDecoder toTable = ProtobufDecoder.plain(FLIGHT);

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = FlightMessages.message(FLIGHT, Flights.record(Flights.version(1), random))
                    .toByteArray();
        }
        Schema own = FlightMessages.row(FLIGHT);
        toTable.adopt(TOPIC, SchemaEvolution.merge(FlightMessages.row(FlightMessages.version(2)), own));
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluice(Blackhole out) {
        for (byte[] value : values) {
            out.consume(toTable.decode(TOPIC, value));
        }
    }

    /** To the schema that the messages have by themselves. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluiceAsItIs(Blackhole out) {
        for (byte[] value : values) {
            out.consume(alone.decode(TOPIC, value));
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
