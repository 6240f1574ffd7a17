/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.sluice.connector.decode.protobuf.ProtobufDecoder;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
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
 * As {@link VersionsBenchmark}, of Protobuf: the decoder makes a row of the version's own schema, which is then projected
 * to the table's, as it is when it is staged.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ProtobufVersionsBenchmark {

    private static final int RECORDS = 10_000;
    private static final int OPTIONAL_FIELDS = 9;
    private static final int ALL = (1 << OPTIONAL_FIELDS) - 1;
    private static final int HALF = 0b010101011;

    @Param({"1", "500"})
    public int versions;

    private final byte[][] values = new byte[RECORDS][];
    private final Map<Integer, Descriptor> types = new HashMap<>();
    private final Map<Schema, SchemaProjection> projections = new HashMap<>();
    private final ProtobufDecoder decoder = ProtobufDecoder.wireFormat(id -> type(id).getFile());
    private Schema table = Schema.create(Schema.Type.NULL);

    private Descriptor type(int id) {
        return types.computeIfAbsent(id, FlightMessages::withOptional);
    }

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            int id = versions == 1 ? HALF : i % versions + 1;
            byte[] body = FlightMessages.message(type(id), Flights.record(Flights.withOptional(id), random))
                    .toByteArray();
            // The zero after the id is the path to the file's first message.
            values[i] = ByteBuffer.allocate(body.length + 6)
                    .put((byte) 0)
                    .putInt(id)
                    .put((byte) 0)
                    .put(body)
                    .array();
        }
        table = row(ALL);
        for (int id = 1; id <= ALL; id++) {
            table = SchemaEvolution.merge(table, row(id));
        }
    }

    private Schema row(int id) {
        return ProtobufDecoder.plain(type(id)).decode(new byte[0]).getSchema();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void interleaved(Blackhole out) {
        for (byte[] value : values) {
            GenericRecord row = decoder.decode(value);
            out.consume(projections
                    .computeIfAbsent(row.getSchema(), version -> SchemaProjection.between(version, table))
                    .apply(row));
        }
    }
}
