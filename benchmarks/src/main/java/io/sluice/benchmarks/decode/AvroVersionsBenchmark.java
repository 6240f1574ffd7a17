/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.decode.avro.AvroDecoder;
import io.sluice.schema.ConfluentWireFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/** {@link Versions} of Avro in Confluent's wire format. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class AvroVersionsBenchmark {

    @Param({"1", "500"})
    public int versions;

    private Versions.Topic topic = topic(1);

    private static AvroDecoder decoder() {
        return AvroDecoder.named(Flights::withOptional, Optional.empty());
    }

    static Versions.Topic topic(int versions) {
        AvroDecoder decoder = decoder();
        decoder.adopt(Versions.TOPIC, Versions.table(Flights::withOptional));
        return new Versions.Topic(
                decoder,
                Versions.records(
                        versions, (version, flight) -> ConfluentWireFormat.frame(version, Flights.bytes(flight))));
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
