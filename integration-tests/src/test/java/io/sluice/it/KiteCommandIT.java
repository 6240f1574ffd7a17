/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.it.support.AvroSink;
import io.sluice.it.support.JavaCommand;
import io.sluice.it.support.Peer;
import io.sluice.it.support.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kite's own command, as it was released, creates the dataset that the sink fills, updates it, and shows what is in it. */
@Tag("peers")
class KiteCommandIT {

    private static final String BY_DAY = """
        [{"type":"year","source":"ts"},{"type":"month","source":"ts"},{"type":"day","source":"ts"}]\
        """;
    private static final String FIELDS = """
        {"name":"id","type":"long"},{"name":"ts","type":"long"},{"name":"name","type":"string"}\
        """;
    private static final long NOVEMBER_22 =
            Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    @TempDir
    private Path directory;

    private static Schema schema(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Event\",\"fields\":[" + fields + "]}");
    }

    private static List<GenericRecord> events(Schema schema, long from, long to) {
        List<GenericRecord> events = new ArrayList<>();
        for (long id = from; id < to; id++) {
            GenericRecord event = new GenericData.Record(schema);
            event.put("id", id);
            event.put("ts", NOVEMBER_22 + id % 2 * DAY_MS);
            event.put("name", "event-" + id);
            if (schema.getField("level") != null) {
                event.put("level", "info-" + id);
            }
            events.add(event);
        }
        return events;
    }

    private String kite(String... arguments) throws IOException {
        JavaCommand command = JavaCommand.of(Peer.KITE.classPath(), "org.kitesdk.cli.Main")
                .jvm("-Xmx256m", "-Duser.timezone=UTC", "-Dlog4j2.level=info")
                .arguments(arguments);
        try (Program program = Program.start("kite-dataset", command)) {
            program.awaitSuccess(Duration.ofMinutes(2));
            return program.output();
        }
    }

    @Test
    void itCreatesUpdatesAndShowsADatasetThatTheSinkFills() throws IOException {
        String dataset = "dataset:file:" + directory + "/topics/events";
        Schema v1 = schema(FIELDS);
        Path strategy = Files.writeString(directory.resolve("strategy.json"), BY_DAY);
        Path first = Files.writeString(directory.resolve("v1.avsc"), v1.toString());
        kite("create", dataset, "--schema", first.toString(), "--partition-by", strategy.toString(), "-f", "parquet");

        AvroSink sink = new AvroSink(directory, Map.of("store.url", "file:" + directory));
        sink.write(v1, events(v1, 0, 10));
        assertThat(kite("show", dataset, "-n", "100")).contains("\"event-0\"", "\"event-9\"");
        assertThat(kite("show", "view:file:" + directory + "/topics/events?year=2026&month=11&day=23", "-n", "100"))
                .contains("\"event-1\"", "\"event-9\"")
                .doesNotContain("\"event-2\"");

        Schema v2 = schema(FIELDS + ",{\"name\":\"level\",\"type\":[\"null\",\"string\"],\"default\":null}");
        Path second = Files.writeString(directory.resolve("v2.avsc"), v2.toString());
        kite("update", dataset, "--schema", second.toString());
        sink.write(v2, events(v2, 10, 14));
        assertThat(kite("show", dataset, "-n", "100")).contains("\"event-0\"", "\"event-13\"", "\"info-13\"");
        assertThat(kite("schema", dataset)).contains("\"level\"");
    }
}
