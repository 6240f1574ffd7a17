/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.connector.config.JsonConflicts;
import io.sluice.connector.decode.json.JsonDecoder;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.schema.SchemaEvolution;
import io.sluice.schema.SchemaProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** JSON objects to records of the table's schema, which has grown since; Jackson makes its tree, and nothing of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class JsonDecodeBenchmark {

    private static final int RECORDS = 1000;
    private static final String TOPIC = "flights";

    private final byte[][] values = new byte[RECORDS][];
    private final Schema writer = Flights.version(1);
    private final Schema table = SchemaEvolution.merge(Flights.version(2), writer);
    private final JsonDecoder declared = JsonDecoder.declared(table, JsonConflicts.FAIL, new DecodeCounters());
    private final JsonDecoder inferred = JsonDecoder.inferred(JsonConflicts.FAIL, new DecodeCounters());
    private final ObjectMapper jackson = new ObjectMapper();
    private SchemaProjection projection = SchemaProjection.between(table, table);

    @Setup
    public void encode() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = Flights.record(writer, random).toString().getBytes(StandardCharsets.UTF_8);
            inferred.decode(TOPIC, values[i]);
        }
        Schema running = inferred.decode(TOPIC, values[0]).getSchema();
        Schema other = Schema.createRecord(
                running.getName(),
                null,
                running.getNamespace(),
                false,
                List.of(new Schema.Field("extra2", Schema.create(Schema.Type.LONG), null, 0L)));
        projection = SchemaProjection.between(running, SchemaEvolution.merge(running, other));
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluiceDeclared(Blackhole out) {
        for (byte[] value : values) {
            out.consume(declared.decode(TOPIC, value));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluiceInferredAndProjected(Blackhole out) {
        for (byte[] value : values) {
            out.consume(projection.apply(inferred.decode(TOPIC, value)));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void jacksonTree(Blackhole out) throws IOException {
        for (byte[] value : values) {
            out.consume(jackson.readTree(value));
        }
    }
}
