/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.testing.TableReader;
import io.sluice.it.support.AvroBytes;
import io.sluice.it.support.AvroSink;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.hadoop.FileStores;
import io.sluice.table.kite.KiteDefinition;
import io.sluice.table.kite.KiteException;
import io.sluice.table.kite.KiteSdk;
import io.sluice.table.metadata.TableMetadata;
import io.sluice.table.testing.MiniHdfs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One dataset that Kite created, the sink fills, and both evolve in turns: each of them reads what the other wrote, at any
 * time.
 */
class KiteConformanceIT {

    private static final String BY_DAY = """
        [{"type":"year","source":"ts"},{"type":"month","source":"ts"},{"type":"day","source":"ts"}]\
        """;
    private static final long NOVEMBER_22 =
            Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();
    private static final long NOVEMBER_23 =
            Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

    @TempDir
    private Path directory;

    private final Map<Long, String> expected = new TreeMap<>();
    private Configuration hadoop = new Configuration();
    private String storeUrl = "";
    private String format = "";
    private AvroSink sink = new AvroSink(Path.of(""), Map.of());

    private static Schema schema(String... moreFields) {
        List<String> fields = new ArrayList<>(List.of(
                "{\"name\":\"id\",\"type\":\"long\"}",
                "{\"name\":\"ts\",\"type\":\"long\"}",
                "{\"name\":\"name\",\"type\":\"string\"}"));
        for (String name : moreFields) {
            fields.add("{\"name\":\"" + name + "\",\"type\":[\"null\",\"string\"],\"default\":null}");
        }
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Event\",\"fields\":[" + String.join(",", fields) + "]}");
    }

    private GenericRecord event(Schema schema, long id) {
        GenericRecord event = new GenericData.Record(schema);
        event.put("id", id);
        event.put("ts", (id % 2 == 0 ? NOVEMBER_22 : NOVEMBER_23) + id);
        event.put("name", "ä " + id);
        for (Schema.Field field :
                schema.getFields().subList(3, schema.getFields().size())) {
            event.put(field.name(), field.name() + " of " + id);
        }
        expected.put(id, text(event));
        return event;
    }

    /** Without what is null, so that a record says the same under each later schema. */
    private static String text(GenericRecord event) {
        StringBuilder text = new StringBuilder();
        for (Schema.Field field : event.getSchema().getFields()) {
            Object value = event.get(field.pos());
            if (value != null) {
                text.append(field.name()).append('=').append(value).append(' ');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({"file, avro, sdk", "hdfs, parquet, own"})
    @Tag("check-36")
    void bothFillAndEvolveOneDataset(String disk, String formatOfFiles, String writer) throws Exception {
        on(disk, formatOfFiles, writer);
        KiteSdk kite = KiteSdk.open(hadoop);
        String dataset = "dataset:" + storeUrl + "/topics/events";
        String view = "view:" + storeUrl + "/topics/events";
        Schema v1 = schema();
        kite.create(dataset, new KiteDefinition(v1.toString(), format, "snappy", BY_DAY, Map.of("owner", "ops")));

        sink(v1, 0, 20);
        requireKiteReadsAll(kite, dataset);
        assertThat(kite.partitions(dataset))
                .containsExactlyInAnyOrder("year=2026/month=11/day=22", "year=2026/month=11/day=23");
        assertThat(count(kite, view + "?year=2026&month=11&day=23")).isEqualTo(10);
        assertThat(count(kite, view + "?ts=[" + NOVEMBER_22 + "," + NOVEMBER_23 + ")"))
                .isEqualTo(10);

        // Kite evolves, the sink goes on in the old schema and then in the new one.
        Schema v2 = schema("level");
        kite.evolve(dataset, v2.toString());
        sink(v1, 20, 25);
        sink(v2, 25, 30);
        requireKiteReadsAll(kite, dataset);

        // The sink evolves, Kite goes on.
        sink(schema("level", "host"), 30, 40);
        requireKiteReadsAll(kite, dataset);
        Schema newest =
                new Schema.Parser().parse(kite.load(dataset).definition().schemaJson());
        assertThat(newest.getFields())
                .extracting(Schema.Field::name)
                .containsExactly("id", "ts", "name", "level", "host");
        List<byte[]> records = new ArrayList<>();
        for (long id = 40; id < 50; id++) {
            records.add(AvroBytes.of(event(newest, id)));
        }
        kite.write(dataset, records);
        requireKiteReadsAll(kite, dataset);
        requireOthersReadAll();

        // And once more each.
        Schema v4 = schema("level", "host", "user");
        kite.evolve(dataset, v4.toString());
        sink(schema("level", "host", "zone"), 50, 60);
        requireKiteReadsAll(kite, dataset);
        requireOthersReadAll();
        try (FileStore store = FileStores.open(URI.create(storeUrl), hadoop)) {
            TableLayout layout = layout();
            assertThat(store.list(layout.metadata().child("schemas")))
                    // Hadoop's local file system keeps a hidden checksum beside what Kite writes.
                    .filteredOn(entry -> !entry.path().hidden())
                    .extracting(entry -> entry.path().name())
                    .containsExactly("1.avsc", "2.avsc", "3.avsc", "4.avsc", "5.avsc");
            assertThat(TableMetadata.open(store, layout)
                            .orElseThrow()
                            .descriptor()
                            .properties())
                    .containsEntry("owner", "ops");
        }

        String number = schema().toString()
                .replace("\"name\":\"name\",\"type\":\"string\"", "\"name\":\"name\",\"type\":\"long\"");
        assertThatThrownBy(() -> kite.evolve(dataset, number)).isInstanceOf(KiteException.class);
        kite.signalReady(view + "?year=2026&month=11&day=22");
        assertThat(kite.isReady(view + "?year=2026&month=11&day=22")).isTrue();
        requireKiteReadsAll(kite, dataset);
    }

    private void on(String disk, String formatOfFiles, String writer) throws IOException {
        format = formatOfFiles;
        if (disk.equals("hdfs")) {
            hadoop = MiniHdfs.shared().configuration();
            storeUrl = MiniHdfs.shared().uri()
                    + MiniHdfs.shared().newDirectory(KiteConformanceIT.class).value();
        } else {
            storeUrl = "file:" + directory.resolve("data");
        }
        sink = new AvroSink(
                directory,
                Map.of(
                        "store.url",
                        storeUrl,
                        "topics.dir",
                        "topics",
                        "format.class",
                        format.equals("avro") ? "AvroFormat" : "ParquetFormat",
                        "avro.codec",
                        "snappy",
                        "catalog.kite",
                        writer));
    }

    private TableLayout layout() {
        return new TableLayout(FileStores.path(URI.create(storeUrl)).child("topics/events"));
    }

    private void sink(Schema schema, long from, long to) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        for (long id = from; id < to; id++) {
            records.add(event(schema, id));
        }
        sink.write(schema, records);
    }

    private void requireKiteReadsAll(KiteSdk kite, String dataset) throws IOException {
        Schema newest =
                new Schema.Parser().parse(kite.load(dataset).definition().schemaJson());
        List<byte[]> records = new ArrayList<>();
        long count = kite.scan(dataset, records::add);
        Map<Long, String> found = new TreeMap<>();
        for (byte[] bytes : records) {
            GenericRecord record = AvroBytes.read(newest, bytes);
            found.put((Long) record.get("id"), text(record));
        }
        assertThat(count).isEqualTo(expected.size());
        assertThat(found).isEqualTo(expected);
    }

    private static long count(KiteSdk kite, String view) {
        return kite.scan(view, record -> {});
    }

    /** Today's Avro and Parquet. */
    private void requireOthersReadAll() throws IOException {
        Map<Long, String> found = new TreeMap<>();
        long count = 0;
        try (FileStore store = FileStores.open(URI.create(storeUrl), hadoop)) {
            TableReader table = new TableReader(store, layout().root());
            for (StorePath file : format.equals("avro") ? table.files() : List.<StorePath>of()) {
                try (DataFileStream<GenericRecord> in =
                        new DataFileStream<>(store.open(file), new GenericDatumReader<>())) {
                    for (GenericRecord record : in) {
                        found.put((Long) record.get("id"), text(record));
                        count++;
                    }
                }
            }
            for (TableReader.Row row : format.equals("avro") ? List.<TableReader.Row>of() : table.rows()) {
                found.put((Long) row.value().get("id"), text(row.value()));
                count++;
            }
        }
        assertThat(count).isEqualTo(expected.size());
        assertThat(found).isEqualTo(expected);
    }
}
