/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.ConfluentWireFormat;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** {@link Versions} of Protobuf in Confluent's wire format. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ProtobufVersionsBenchmark {

    @Param({"1", "500"})
    public int versions;

    private Versions.Topic topic = topic(1);

    private static final Map<Integer, Descriptor> TYPES = new HashMap<>();

    private static Descriptor type(int version) {
        return TYPES.computeIfAbsent(version, FlightMessages::withOptional);
    }

    private static byte[] value(int version, GenericRecord flight) {
        byte[] body = FlightMessages.message(type(version), flight).toByteArray();
        // A zero is the path to the file's first message.
        return ConfluentWireFormat.frame(
                version,
                ByteBuffer.allocate(body.length + 1).put((byte) 0).put(body).array());
    }

    private static ProtobufDecoder decoder() {
        return ProtobufDecoder.wireFormat(id -> type(id).getFile());
    }

    static Versions.Topic topic(int versions) {
        ProtobufDecoder decoder = decoder();
        decoder.adopt(Versions.TOPIC, Versions.table(version -> FlightMessages.row(type(version))));
        return new Versions.Topic(decoder, Versions.records(versions, ProtobufVersionsBenchmark::value));
    }

    @Setup
    public void produce() {
        topic = topic(versions);
    }

    @Benchmark
    @OperationsPerInvocation(Versions.RECORDS)
    public void interleaved(Blackhole out) {
        for (SinkRecord record : topic.records()) {
            out.consume(topic.decoder().decode(record));
        }
    }
}
