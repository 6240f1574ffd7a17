/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code sluice schema}: its three commands, on each kind of file. */
class SchemaCommandTest {

    private static final String ORDER = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[%s]}";
    private static final String ID = "{\"name\":\"id\",\"type\":\"int\"}";
    private static final String LONG_ID = "{\"name\":\"id\",\"type\":\"long\"}";
    private static final String NOTE = "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}";
    private static final String ITEMS = "{\"name\":\"items\",\"default\":[],\"type\":{\"type\":\"array\",\"items\":"
            + "{\"type\":\"record\",\"name\":\"Item\",\"fields\":[{\"name\":\"price\",\"type\":\"%s\"}]}}}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private String avsc(String name, String... fields) throws IOException {
        return write(name, String.format(ORDER, String.join(",", fields)));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static Schema schema(String... fields) {
        return new Schema.Parser().parse(String.format(ORDER, String.join(",", fields)));
    }

    @Test
    void shouldSayWhatMayFollow() throws IOException {
        String old = avsc("old.avsc", ID);
        String wider = avsc("wider.avsc", LONG_ID, NOTE);

        assertThat(run("schema", "check", old, wider)).isZero();
        assertThat(out.toString()).isEqualTo(wider + " may follow " + old + " (BACKWARD)\n");
        assertThat(run("schema", "check", old, wider, "--level", "full")).isEqualTo(1);
        assertThat(out.toString())
                .contains(wider + " may not follow " + old + " (FULL)")
                .contains("field \"id\": " + old + " has int, " + wider + " has long.");
    }

    @Test
    void shouldNameEachPlaceThatIsInTheWay() throws IOException {
        String old = avsc("old.avsc", ID, String.format(ITEMS, "int"));
        String other = avsc("new.avsc", "{\"name\":\"id\",\"type\":\"string\"}", String.format(ITEMS, "boolean"));

        assertThat(run("schema", "check", old, other)).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(out.toString())
                .contains("field \"id\": " + other + " has string, " + old + " has int.")
                .contains("field \"items[].price\": " + other + " has boolean, " + old + " has int.");
    }

    @Test
    void shouldLookAtTheWholeHistoryWhereTheLevelDoes() throws IOException {
        String first = avsc("1.avsc", LONG_ID, NOTE);
        String second = avsc("2.avsc", NOTE);
        String third = avsc("3.avsc", "{\"name\":\"id\",\"type\":\"string\",\"default\":\"\"}", NOTE);

        assertThat(run("schema", "check", first, second, third)).isZero();
        assertThat(run("schema", "check", first, second, third, "--level=BACKWARD_TRANSITIVE"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("field \"id\": " + third + " has string, " + first + " has long.");
    }

    @Test
    void shouldMergeSchemasOfAvroAndParquetFiles() throws IOException {
        Path avro = directory.resolve("orders.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            writer.create(schema(ID), avro.toFile());
        }
        Path parquet = directory.resolve("orders.parquet");
        Schema wide = schema(LONG_ID, NOTE);
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        new LocalOutputFile(parquet))
                .withConf(new PlainParquetConfiguration())
                .withSchema(wide)
                .build()) {
            writer.write(new GenericRecordBuilder(wide).set("id", 7L).build());
        }

        assertThat(run("schema", "merge", avro.toString(), parquet.toString()))
                .as(err.toString())
                .isZero();
        assertThat(new Schema.Parser().parse(out.toString())).isEqualTo(wide);
    }

    @Test
    void shouldNameTheFileThatDoesNotGoWithTheOthers() throws IOException {
        String text = avsc("text.avsc", "{\"name\":\"id\",\"type\":\"string\"}");

        assertThat(run("schema", "merge", avsc("number.avsc", ID), text)).isEqualTo(1);
        assertThat(err.toString()).startsWith("sluice: " + text + ": field \"id\": the table has int");
    }

    @Test
    void shouldInferFromLinesAndFromAnArray() throws IOException {
        Schema expected = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"lines\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"double\"],"
                                + "\"default\":null}]}");

        assertThat(run("schema", "infer", write("lines.jsonl", "{\"a\":1}\n\n{\"a\":\n0.5}\n{}\n")))
                .isZero();
        assertThat(new Schema.Parser().parse(out.toString())).isEqualTo(expected);
        assertThat(run("schema", "infer", write("array.json", "[{\"a\":1},{\"a\":0.5}]"), "--name", "lines"))
                .isZero();
        assertThat(new Schema.Parser().parse(out.toString())).isEqualTo(expected);
    }

    @Test
    void shouldNameTheLineOfAConflictOrHoldItAsText() throws IOException {
        String file = write("mixed.jsonl", "{\"a\":1}\n{\"a\":\n2}\n{\"a\":{\"b\":true}}\n");

        assertThat(run("schema", "infer", file)).isEqualTo(1);
        assertThat(err.toString()).startsWith("sluice: " + file + ", line 4: field \"a\": ");
        assertThat(run("schema", "infer", file, "--on-conflict", "string")).isZero();
        assertThat(out.toString()).contains("\"string\"");
    }

    @Test
    void shouldSayWhatAFileIsNot() throws IOException {
        String text = write("a.log", "2026-11-22 10:00:00 started\n");

        assertThat(run("schema", "infer", text)).isEqualTo(1);
        assertThat(err.toString()).contains(text + ", line 1: no JSON: ");
        assertThat(run("schema", "infer", write("cut.jsonl", "{\"a\":1}\n{\"a\":")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cut.jsonl, line 2: no JSON: ");
        assertThat(run("schema", "infer", write("empty.jsonl", ""))).isEqualTo(1);
        assertThat(run("schema", "merge", text)).isEqualTo(1);
        assertThat(err.toString()).contains("no schema can be read from " + text);
        assertThat(run("schema", "merge", directory.resolve("none.avsc").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no file ").doesNotContain("\tat ");
        assertThat(run("schema", "check", text)).isEqualTo(2);
    }
}
