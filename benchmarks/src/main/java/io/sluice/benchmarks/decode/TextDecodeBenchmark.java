/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.benchmarks.decode;

import io.sluice.connector.decode.RecordPipeline;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** Lines of an access log to typed rows: the connector's whole way, and java.util.regex with the same pattern. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class TextDecodeBenchmark {

    private static final int RECORDS = 1000;

    private static final String REGEX = "(?<client>\\S+) (?<ident>\\S+) (?<user>\\S+) \\[(?<time>[^\\]]+)\\]"
            + " \"(?<method>[A-Z]+) (?<path>[^\\s\"]+) (?<protocol>[^\"]+)\" (?<status>\\d+) (?<bytes>\\d+)"
            + " \"(?<referrer>[^\"]*)\" \"(?<agent>[^\"]*)\"";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final Schema ROW = SchemaBuilder.record("access")
            .fields()
            .optionalString("client")
            .optionalString("ident")
            .optionalString("user")
            .optionalLong("time")
            .optionalString("method")
            .optionalString("path")
            .optionalString("protocol")
            .optionalInt("status")
            .optionalLong("bytes")
            .optionalString("referrer")
            .optionalString("agent")
            .endRecord();

    private final SinkRecord[] records = new SinkRecord[RECORDS];
    private final RecordPipeline sameRegex = Pipelines.of(
            "value.format",
            "text",
            "text.pattern",
            REGEX,
            "text.fields",
            "client, ident, user, time:timestamp-millis(dd/MMM/yyyy:HH:mm:ss Z), method, path, protocol, status:int,"
                    + " bytes:long, referrer, agent");
    private final RecordPipeline readyMade = Pipelines.of("value.format", "text", "text.pattern", "%{APACHE_COMBINED}");
    private final Matcher matcher = Pattern.compile(REGEX).matcher("");

    @Setup
    public void write() {
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            String line = "203.0.113." + random.nextInt(255) + " - - [22/Nov/2026:17:0" + (i / 100) + ":"
                    + (10 + i % 100 / 2) + " +0100] \"GET /shop/items/" + random.nextInt(100_000)
                    + "?from=search HTTP/1.1\" 200 " + random.nextInt(1_000_000)
                    + " \"https://example.org/search?q=bolts\""
                    + " \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"";
            records[i] = Pipelines.record(line, i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluice(Blackhole out) {
        for (SinkRecord record : records) {
            out.consume(sameRegex.process(record));
        }
    }

    /** The ready-made pattern, which takes more care. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void sluiceApacheCombined(Blackhole out) {
        for (SinkRecord record : records) {
            out.consume(readyMade.process(record));
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void javaMatcherToRow(Blackhole out) {
        for (SinkRecord record : records) {
            matcher.reset(new String((byte[]) record.value(), StandardCharsets.UTF_8));
            if (!matcher.matches()) {
                throw new IllegalStateException("the line does not match");
            }
            GenericRecord row = new GenericData.Record(ROW);
            for (Schema.Field field : ROW.getFields()) {
                row.put(field.pos(), typed(field.name(), matcher.group(field.name())));
            }
            out.consume(row);
        }
    }

    private static Object typed(String name, String text) {
        return switch (name) {
            case "time" -> OffsetDateTime.parse(text, TIME).toInstant().toEpochMilli();
            case "status" -> Integer.valueOf(text);
            case "bytes" -> Long.valueOf(text);
            default -> text;
        };
    }

    /** No more than whether it matches. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void javaMatcherAlone(Blackhole out) {
        for (SinkRecord record : records) {
            matcher.reset(new String((byte[]) record.value(), StandardCharsets.UTF_8));
            out.consume(matcher.matches());
        }
    }
}
