/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import io.sluice.schema.avro.AvroResolver;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Avro bytes of one version of a schema to records of the table's, which has grown since. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class AvroDecodeBenchmark {

    private static final int RECORDS = 1000;

    private final byte[][] values = new byte[RECORDS][];
    private final Schema writer = Flights.version(1);
    private final Schema table = SchemaEvolution.merge(Flights.version(2), writer);
    private final AvroResolver resolver = AvroResolver.between(writer, table);
    private final GenericDatumReader<GenericRecord> resolving = new GenericDatumReader<>(writer, table);
    private final GenericDatumReader<GenericRecord> plain = new GenericDatumReader<>(writer);
    private final SchemaProjection projection = SchemaProjection.between(writer, table);
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = Flights.bytes(Flights.record(writer, random));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluice(Blackhole out) {
        for (byte[] value : values) {
            out.consume(resolver.read(value, 0));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void avroReaderKept(Blackhole out) throws IOException {
        for (byte[] value : values) {
            decoder = DecoderFactory.get().binaryDecoder(value, decoder);
            out.consume(resolving.read(null, decoder));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void avroReaderThenProjection(Blackhole out) throws IOException {
        for (byte[] value : values) {
            decoder = DecoderFactory.get().binaryDecoder(value, decoder);
            out.consume(projection.apply(plain.read(null, decoder)));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void avroReaderFresh(Blackhole out) throws IOException {
        for (byte[] value : values) {
            decoder = DecoderFactory.get().binaryDecoder(value, decoder);
            out.consume(new GenericDatumReader<GenericRecord>(writer, table).read(null, decoder));
        }
    }
}
