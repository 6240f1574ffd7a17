/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.partition.Partitioner;
import io.sluice.connector.ready.ReadySignals;
import io.sluice.it.support.AvroBytes;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.kite.KiteSdk;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.metadata.PartitionStrategy;
import io.sluice.table.metadata.TableDescriptor;
import io.sluice.table.metadata.TableMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kite itself puts records into the directories that we would: whatever the strategy, whatever Avro hashes today. */
class KitePartitionsIT {

    private static final Schema RECORD = new Schema.Parser().parse("""
        {"type":"record","name":"R","fields":[
         {"name":"ts","type":"long"},
         {"name":"size","type":"int"},
         {"name":"ratio","type":"double"},
         {"name":"share","type":"float"},
         {"name":"on","type":"boolean"},
         {"name":"text","type":"string"},
         {"name":"level","type":{"type":"enum","name":"Level","symbols":["LOW","HIGH"]}},
         {"name":"in","type":{"type":"record","name":"In","fields":[{"name":"city","type":"string"}]}}]}\
        """);

    /** All that Kite's writer can do. It takes no enum, and fails on ranges with bounds, which it cannot print. */
    private static final List<String> STRATEGIES = List.of(
            "[year(\"ts\", \"y\"), month(\"ts\", \"m\"), day(\"ts\", \"d\"), hour(\"ts\", \"h\"), minute(\"ts\","
                    + " \"mi\")]",
            "dateFormat(\"ts\", \"dt\", \"yyyy-MM-dd HH.mm\")",
            "fixedSizeRange(\"ts\", \"r\", 86400000)",
            "hash(\"text\", \"h\", 64)",
            "hash(\"in.city\", \"h\", 64)",
            "[hash(\"ts\", \"h\", 16), hash(\"size\", \"i\", 16)]",
            "[hash(\"ratio\", \"h\", 16), hash(\"share\", \"i\", 16), hash(\"on\", \"j\", 16)]",
            "[identity(\"text\", \"t\", \"java.lang.Object\", -1), identity(\"size\", \"s\", \"java.lang.Object\","
                    + " -1)]",
            "identity(\"on\", \"o\", \"java.lang.Object\", -1)");

    @TempDir
    private Path directory;

    @Test
    void bothChooseTheSameDirectories() throws Exception {
        KiteSdk kite = KiteSdk.open(new Configuration());
        Random random = new Random(17);
        for (int i = 0; i < STRATEGIES.size(); i++) {
            PartitionStrategy strategy = PartitionStrategy.parse(STRATEGIES.get(i));
            Path dataset = directory.resolve("default/d" + i);
            TableLayout layout = new TableLayout(new StorePath(dataset.toString()));
            TableMetadata.createIfAbsent(
                    new LocalFileStore(),
                    layout,
                    new TableDescriptor(
                            strategy, TableDescriptor.Format.AVRO, TableDescriptor.Compression.UNCOMPRESSED, Map.of()),
                    RECORD);
            List<byte[]> records = new ArrayList<>();
            Set<String> ours = new TreeSet<>();
            Partitioner partitioner = partitioner(strategy);
            for (int n = 0; n < 12; n++) {
                GenericRecord record = random(random, n);
                records.add(AvroBytes.of(record));
                ours.add(partitioner.outputPartition(
                        new SinkRecord("t", 0, null, null, null, null, n), AvroBytes.read(RECORD, records.get(n))));
            }

            String uri = "dataset:file:" + dataset;
            kite.write(uri, records);

            assertThat(leaves(dataset)).as(strategy.expression()).isEqualTo(ours);
        }
    }

    @Test
    void aSignalOfOursIsOneOfKites() throws Exception {
        Path dataset = directory.resolve("default/signalled");
        LocalFileStore store = new LocalFileStore();
        TableLayout layout = new TableLayout(new StorePath(dataset.toString()));
        PartitionStrategy strategy = PartitionStrategy.parse(
                "[year(\"ts\", \"year\"), month(\"ts\", \"month\"), provided(\"dd\", \"string\")]");
        TableMetadata.createIfAbsent(store, layout, new TableDescriptor(strategy), RECORD);
        store.makeDirectories(layout.work(0));
        DateTimeFormatter days =
                DateTimeFormatter.ofPattern("'year='yyyy/'month='MM/'dd='dd").withZone(ZoneOffset.UTC);

        new ReadySignals(store, layout, ms -> days.format(Instant.ofEpochMilli(ms)))
                .passed(0, Instant.parse("2026-03-08T00:00:00Z").toEpochMilli(), strategy);

        KiteSdk kite = KiteSdk.open(new Configuration());
        String view = "view:file:" + dataset + "?year=2026&month=3&dd=";
        assertThat(kite.isReady(view + "07")).isTrue();
        assertThat(kite.isReady(view + "08")).isFalse();
    }

    /** The directories that have a file, as they are named on the disk. */
    private static Set<String> leaves(Path dataset) throws IOException {
        try (Stream<Path> files = Files.walk(dataset)) {
            return files.filter(file -> file.toString().endsWith(".avro"))
                    .map(file -> dataset.relativize(file.getParent()).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Partitioner partitioner(PartitionStrategy strategy) {
        Map<String, String> given = Map.of(
                "store.url", "file:///",
                "flush.size", "1",
                "partitioner.class", "KitePartitioner",
                "kite.partition.strategy", strategy.expression());
        return Partitioner.of(HdfsSinkConfig.parse(given).partitioning(), Clock.systemUTC());
    }

    private static GenericRecord random(Random random, int n) {
        GenericRecord in = new GenericData.Record(RECORD.getField("in").schema());
        in.put("city", text(random));
        GenericRecord record = new GenericData.Record(RECORD);
        // Before 1970 too: ranges go down, also below zero.
        record.put("ts", (random.nextLong() >> 22) * (n % 3 == 0 ? -1 : 1));
        record.put("size", random.nextInt() >> random.nextInt(32));
        record.put("ratio", random.nextGaussian());
        record.put("share", random.nextFloat());
        record.put("on", random.nextBoolean());
        record.put("text", text(random));
        record.put(
                "level",
                new GenericData.EnumSymbol(RECORD.getField("level").schema(), random.nextBoolean() ? "LOW" : "HIGH"));
        record.put("in", in);
        return record;
    }

    private static String text(Random random) {
        String letters = "abzAZ019 ._-+/%=&?:äß€\uD83D\uDE00";
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(letters.codePointCount(0, letters.length()));
            text.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }
}
