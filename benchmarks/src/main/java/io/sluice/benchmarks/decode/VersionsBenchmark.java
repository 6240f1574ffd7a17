/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

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

/** {@link Versions} in turns, by JMH: each format and number of versions in a JVM of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class VersionsBenchmark {

    @Param({"avro", "protobuf", "connect", "json", "json-inferred"})
    public String format = "avro";

    @Param({"1", "500"})
    public int versions = 1;

    private Versions.Topic topic = Versions.topic(format, versions);

    @Setup
    public void produce() {
        topic = Versions.topic(format, versions);
    }

    @Benchmark
    @OperationsPerInvocation(Versions.RECORDS)
    public void interleaved(Blackhole out) {
        for (SinkRecord record : topic.records()) {
            out.consume(topic.decoder().decode(record));
        }
    }
}
