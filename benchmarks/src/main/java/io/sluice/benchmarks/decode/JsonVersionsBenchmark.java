/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import java.nio.charset.StandardCharsets;
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

/** {@link Versions} of JSON objects: with a declared schema, which has all members, and inferred. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class JsonVersionsBenchmark {

    @Param({"1", "500"})
    public int versions;

    private Versions.Topic topic = topic(1);
    private Versions.Topic inferring = inferred(1);

    private static JsonDecoder inferring() {
        return JsonDecoder.inferred(JsonConflicts.FAIL, new DecodeCounters());
    }

    private static byte[] value(int version, GenericRecord flight) {
        return flight.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonDecoder decoder() {
        return JsonDecoder.declared(Versions.table(Flights::withOptional), JsonConflicts.FAIL, new DecodeCounters());
    }

    static Versions.Topic topic(int versions) {
        JsonDecoder decoder = decoder();
        return new Versions.Topic(decoder, Versions.records(versions, JsonVersionsBenchmark::value));
    }

    static Versions.Topic inferred(int versions) {
        return new Versions.Topic(inferring(), Versions.records(versions, JsonVersionsBenchmark::value));
    }

    @Setup
    public void produce() {
        topic = topic(versions);
        inferring = inferred(versions);
    }

    @Benchmark
    @OperationsPerInvocation(Versions.RECORDS)
    public void interleaved(Blackhole out) {
        for (SinkRecord record : topic.records()) {
            out.consume(topic.decoder().decode(record));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Versions.RECORDS)
    public void interleavedInferred(Blackhole out) {
        for (SinkRecord record : inferring.records()) {
            out.consume(inferring.decoder().decode(record));
        }
    }
}
