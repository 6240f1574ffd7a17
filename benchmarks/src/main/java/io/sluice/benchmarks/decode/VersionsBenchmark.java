/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.decode.avro.AvroDecoder;
import io.sluice.schema.SchemaEvolution;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
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

/**
 * One topic whose records take turns in the version of the schema that they were written with, in Confluent's wire format.
 * A version has some of nine optional fields; records of the one version have as many as those of five hundred have on
 * average, and the table has all of them either way.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class VersionsBenchmark {

    private static final int RECORDS = 10_000;
    private static final int OPTIONAL_FIELDS = 9;
    private static final int ALL = (1 << OPTIONAL_FIELDS) - 1;
    private static final int HALF = 0b010101011;

    @Param({"1", "500"})
    public int versions;

    private final SinkRecord[] records = new SinkRecord[RECORDS];
    private AvroDecoder decoder = AvroDecoder.named(VersionsBenchmark::version, Optional.empty());

    private static Schema version(int id) {
        return Flights.withOptional(id);
    }

    @Setup
    public void encode() {
        Random random = new Random(7);
        Schema[] schemas = new Schema[ALL + 1];
        for (int i = 0; i < RECORDS; i++) {
            int id = versions == 1 ? HALF : i % versions + 1;
            if (schemas[id] == null) {
                schemas[id] = version(id);
            }
            byte[] body = Flights.bytes(Flights.record(schemas[id], random));
            byte[] value = ByteBuffer.allocate(body.length + 5)
                    .put((byte) 0)
                    .putInt(id)
                    .put(body)
                    .array();
            records[i] = new SinkRecord(
                    "flights", 0, null, null, org.apache.kafka.connect.data.Schema.BYTES_SCHEMA, value, i);
        }
        Schema table = version(ALL);
        for (int id = 1; id <= ALL; id++) {
            table = SchemaEvolution.merge(table, version(id));
        }
        decoder = AvroDecoder.named(VersionsBenchmark::version, Optional.empty());
        decoder.adopt("flights", table);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void interleaved(Blackhole out) {
        for (SinkRecord record : records) {
            out.consume(decoder.decode(record));
        }
    }
}
