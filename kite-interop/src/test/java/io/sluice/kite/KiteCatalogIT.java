/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.kite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.kite.KiteDataset;
import io.sluice.table.kite.KiteDefinition;
import io.sluice.table.kite.KiteException;
import io.sluice.table.kite.KiteSdk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar, on a class path without the Kite, Avro 1.7 and Jackson 1 that are inside it. */
class KiteCatalogIT {

    private static final String V1 = """
        {"type":"record","name":"Event","fields":[
          {"name":"id","type":"long"},{"name":"ts","type":"long"},{"name":"name","type":"string"}]}\
        """;
    private static final String V2 = """
        {"type":"record","name":"Event","fields":[
          {"name":"id","type":"long"},{"name":"ts","type":"long"},{"name":"name","type":"string"},
          {"name":"level","type":"string","default":"info"}]}\
        """;
    private static final String NAME_NOW_A_NUMBER = """
        {"type":"record","name":"Event","fields":[
          {"name":"id","type":"long"},{"name":"ts","type":"long"},{"name":"name","type":"long"}]}\
        """;
    private static final String BY_DAY = """
        [{"type":"year","source":"ts"},{"type":"month","source":"ts"},{"type":"day","source":"ts"}]\
        """;
    private static final long NOVEMBER_22 =
            Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();
    private static final long NOVEMBER_23 =
            Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

    @TempDir
    Path dir;

    private final Configuration conf = new Configuration();
    private KiteSdk kite;
    private String dataset;
    private String view;

    @BeforeEach
    void open() {
        kite = KiteSdk.open(conf);
        dataset = "dataset:file:" + dir + "/default/events";
        view = "view:file:" + dir + "/default/events";
    }

    @ParameterizedTest
    @CsvSource({"parquet,snappy", "parquet,deflate", "parquet,uncompressed", "avro,snappy", "avro,deflate"})
    @Tag("check-36")
    void readsWhatItWroteThroughASchemaChange(String format, String compression) {
        kite.create(dataset, new KiteDefinition(V1, format, compression, BY_DAY, Map.of()));
        List<byte[]> first = List.of(event(1, NOVEMBER_22, "ä"), event(2, NOVEMBER_22, "b"), event(3, NOVEMBER_23, ""));

        kite.write(dataset, first);

        assertThat(scan(dataset)).containsExactlyInAnyOrderElementsOf(first);
        assertThat(scan(view + "?year=2026&month=11&day=23")).containsExactly(first.get(2));
        assertThat(scan(view + "?ts=[" + NOVEMBER_22 + "," + NOVEMBER_23 + ")")).hasSize(2);
        assertThat(kite.partitions(dataset))
                .containsExactlyInAnyOrder("year=2026/month=11/day=22", "year=2026/month=11/day=23");

        KiteDataset evolved = kite.evolve(dataset, V2);
        byte[] newer = concat(event(4, NOVEMBER_23, "d"), text("warn"));
        kite.write(dataset, List.of(newer));

        assertThat(evolved.definition().schemaJson()).contains("\"level\"");
        assertThat(scan(dataset))
                .containsExactlyInAnyOrder(
                        concat(first.get(0), text("info")),
                        concat(first.get(1), text("info")),
                        concat(first.get(2), text("info")),
                        newer);
    }

    @Test
    void describesCreatesAndDeletes() {
        assertThat(kite.exists(dataset)).isFalse();
        assertThat(kite.delete(dataset)).isFalse();
        assertThatThrownBy(() -> kite.load(dataset))
                .isInstanceOf(KiteException.class)
                .hasMessageContaining("cannot load " + dataset);

        KiteDefinition definition = new KiteDefinition(V1, "parquet", "snappy", null, Map.of("owner", "ops"));
        KiteDataset created = kite.create(dataset, definition);

        assertThat(kite.exists(dataset)).isTrue();
        assertThat(created.uri()).isEqualTo(dataset);
        assertThat(created.location()).isEqualTo("file:" + dir + "/default/events");
        assertThat(created.definition().properties()).containsEntry("owner", "ops");
        assertThat(created.definition().partitionStrategyJson()).isNull();
        assertThat(kite.load(dataset)).isEqualTo(created);
        assertThat(kite.partitions(dataset)).containsExactly("");
        assertThatThrownBy(() -> kite.create(dataset, definition))
                .isInstanceOf(KiteException.class)
                .hasMessageContaining("already exists");
        assertThat(kite.delete(dataset)).isTrue();
        assertThat(kite.exists(dataset)).isFalse();
    }

    @Test
    @Tag("check-32")
    void signalsAViewAsReady() {
        kite.create(dataset, new KiteDefinition(V1, "avro", "snappy", BY_DAY, Map.of()));
        String day = view + "?year=2026&month=11&day=22";

        assertThat(kite.isReady(day)).isFalse();
        kite.signalReady(day);

        assertThat(kite.isReady(day)).isTrue();
        assertThat(dir.resolve("default/events/.signals/day=22&month=11&year=2026"))
                .exists();
    }

    @Test
    @Tag("check-36")
    void refusesASchemaThatCannotReadTheOldRecords() {
        kite.create(dataset, new KiteDefinition(V1, "avro", "snappy", null, Map.of()));

        assertThat(kite.canRead(V1, V2)).isTrue();
        assertThat(kite.canRead(V1, NAME_NOW_A_NUMBER)).isFalse();
        assertThatThrownBy(() -> kite.evolve(dataset, NAME_NOW_A_NUMBER))
                .isInstanceOf(KiteException.class)
                .hasMessageContaining("cannot evolve " + dataset);
        assertThat(dir.resolve("default/events/.metadata/schemas")).isDirectoryNotContaining("glob:**2.avsc");
    }

    @ParameterizedTest
    @CsvSource({"default/events", "events"})
    void neverRunsCodeFromADescriptor(String place) throws IOException {
        kite.create(dataset, new KiteDefinition(V1, "avro", "snappy", BY_DAY, Map.of()));
        if (!place.equals("default/events")) {
            Files.move(dir.resolve("default/events"), dir.resolve(place));
        }
        Path run = dir.resolve("run");
        Path descriptor = dir.resolve(place).resolve(".metadata/descriptor.properties");
        setPartitionExpression(descriptor, "new(\"java.io.File\",\"" + run + "\").createNewFile()");

        List<Runnable> ways = List.of(
                () -> kite.load(dataset),
                () -> kite.load(view),
                () -> kite.evolve(dataset, V2),
                () -> kite.delete(dataset),
                () -> kite.partitions(dataset),
                () -> kite.isReady(view),
                () -> kite.signalReady(view),
                () -> kite.scan(dataset, record -> {}),
                () -> kite.write(dataset, List.of()));

        for (Runnable way : ways) {
            assertThatThrownBy(way::run)
                    .isInstanceOf(KiteException.class)
                    .hasMessageContaining("partitionExpression in file:" + descriptor)
                    .hasMessageContaining("was not loaded");
        }
        assertThat(run).doesNotExist();
        assertThat(kite.exists(dataset)).isTrue();
    }

    @Test
    void leavesTheCallersConfigurationAlone() throws IOException {
        FileSystem shared = FileSystem.get(dir.toUri(), conf);
        kite.create(dataset, new KiteDefinition(V1, "parquet", "snappy", null, Map.of()));
        kite.write(dataset, List.of(event(1, NOVEMBER_22, "a")));

        assertThat(scan(dataset)).hasSize(1);

        assertThat(conf.get("parquet.avro.read.schema")).isNull();
        assertThat(shared.getConf().get("parquet.avro.read.schema")).isNull();
    }

    @Test
    void refusesWhatIsNoDatasetOnAFileSystem() {
        assertThatThrownBy(() -> kite.load("file:/x"))
                .isInstanceOf(KiteException.class)
                .hasMessageContaining("not a dataset: or view: URI: file:/x");
        assertThatThrownBy(() -> kite.load("dataset:hive:default/events"))
                .isInstanceOf(KiteException.class)
                .hasMessageContaining("dataset:hive:default/events");
    }

    private List<byte[]> scan(String uri) {
        List<byte[]> records = new ArrayList<>();
        long count = kite.scan(uri, records::add);
        assertThat(records).hasSize((int) count);
        return records;
    }

    private static void setPartitionExpression(Path file, String expression) throws IOException {
        Properties descriptor = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            descriptor.load(in);
        }
        descriptor.setProperty("partitionExpression", expression);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        try (Writer out = Files.newBufferedWriter(file)) {
            descriptor.store(out, null);
        }
    }

    private static byte[] event(long id, long ts, String name) {
        return concat(number(id), number(ts), text(name));
    }

    private static byte[] text(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return concat(number(bytes.length), bytes);
    }

    /** Avro's zig-zag varint. */
    private static byte[] number(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
