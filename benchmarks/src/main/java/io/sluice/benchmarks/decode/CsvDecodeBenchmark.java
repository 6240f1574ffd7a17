/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sluice.connector.decode.RecordPipeline;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Records of CSV to typed rows: the connector's whole way, and Jackson's CSV with and without the row. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class CsvDecodeBenchmark {

    private static final int RECORDS = 1000;

    private static final Schema ROW = SchemaBuilder.record("sale")
            .fields()
            .optionalLong("id")
            .optionalString("item")
            .optionalDouble("price")
            .optionalInt("pieces")
            .optionalString("note")
            .optionalBoolean("paid")
            .optionalString("city")
            .optionalLong("customer")
            .endRecord();

    private final SinkRecord[] records = new SinkRecord[RECORDS];
    private final RecordPipeline sluice = Pipelines.of(
            "value.format",
            "csv",
            "csv.columns",
            "id:long, item, price:double, pieces:int, note, paid:boolean, city, customer:long");
    private final ObjectReader jackson = new CsvMapper()
            .readerFor(JsonNode.class)
            .with(CsvSchema.builder()
                    .addColumns(ROW.getFields().stream().map(Schema.Field::name).toList(), CsvSchema.ColumnType.STRING)
                    .build());

    @Setup
    public void write() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            records[i] = Pipelines.record(
                    random.nextLong() + ",\"Bolt, M" + random.nextInt(20) + "\"," + random.nextInt(10_000) / 100.0 + ","
                            + random.nextInt(500) + ",," + random.nextBoolean() + ",Zurich," + random.nextInt(),
                    i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluice(Blackhole out) {
        for (SinkRecord record : records) {
            out.consume(sluice.process(record));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void jacksonTree(Blackhole out) throws IOException {
        for (SinkRecord record : records) {
            out.consume(jackson.<JsonNode>readValue((byte[]) record.value()));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void jacksonTreeToRow(Blackhole out) throws IOException {
        for (SinkRecord record : records) {
            JsonNode tree = jackson.readValue((byte[]) record.value());
            GenericRecord row = new GenericData.Record(ROW);
            for (Schema.Field field : ROW.getFields()) {
                row.put(field.pos(), typed(field.name(), tree.path(field.name()).asText()));
            }
            out.consume(row);
        }
    }

    private static Object typed(String name, String text) {
        return switch (name) {
            case "id", "customer" -> Long.valueOf(text);
            case "price" -> Double.valueOf(text);
            case "pieces" -> Integer.valueOf(text);
            case "paid" -> Boolean.valueOf(text);
            default -> text;
        };
    }
}
