/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.commit.WorkDirectory;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.CommitChain;
import io.sluice.table.StorePath;
import io.sluice.table.TableLayout;
import io.sluice.table.local.LocalFileStore;
import io.sluice.table.parquet.ParquetFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Input that would fill a heap if its size were what memory followed. A program of its own, so that its heap can be
 * small: {@code HugeInput SCENARIO DIRECTORY}. Prints the rows that it finds in the table, the sum of their ids, and the
 * number of files.
 */
final class HugeInput {

    private static final int PARTITIONS = Integer.getInteger("sluice.test.output.partitions", 2_000);

    private static final TopicPartition PARTITION = new TopicPartition("huge", 0);

    private HugeInput() {}

    /** What a scenario sends. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    enum Scenario {
        /** Five records for each: a local disk takes some 10 ms to make a file durable. */
        OUTPUT_PARTITIONS(5 * PARTITIONS, 500, id -> object(id, "\"bucket\": \"b" + id % PARTITIONS + "\"")),
        COLUMNS(5_000, 500, id -> object(id, columns(id, 1_000))),
        /** Each of 500 versions has a column that no other has, and they take turns. */
        SCHEMA_VERSIONS(10_000, 500, id -> object(id, "\"field_" + id % 500 + "\": " + id)),
        LARGE_RECORDS(12, 1, id -> object(id, "\"text\": \"" + "x".repeat(19 << 20) + "\"")),
        ;

        final int records;
        private final int poll;
        private final LongFunction<String> value;

        Scenario(int records, int poll, LongFunction<String> value) {
            this.records = records;
            this.poll = poll;
            this.value = value;
        }

        private static String object(long id, String rest) {
            return "{\"id\": " + id + ", " + rest + "}";
        }

        private static String columns(long id, int columns) {
            List<String> members = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                members.add("\"column_" + column + "\": " + (id + column));
            }
            return String.join(", ", members);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Scenario scenario = Scenario.valueOf(arguments[0]);
        StorePath directory = new StorePath(arguments[1]);
        send(scenario, directory);
        TableReader table = new TableReader(new LocalFileStore(), directory.child("topics/huge"));
        List<StorePath> files = table.files();
        long rows = 0;
        long ids = 0;
        for (StorePath file : files) {
            try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                            ParquetFiles.input(new LocalFileStore(), file), new PlainParquetConfiguration())
                    .build()) {
                for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                    rows++;
                    ids += (Long) row.get("id");
                }
            }
        }
        System.out.println(rows + " rows, ids " + ids + ", " + files.size() + " files");
    }

    private static void send(Scenario scenario, StorePath directory) {
        Map<String, String> config = Map.of(
                "name",
                "huge",
                "store.url",
                "file://" + directory.value(),
                "value.format",
                "json",
                "partitioner.class",
                scenario == Scenario.OUTPUT_PARTITIONS ? "FieldPartitioner" : "DefaultPartitioner",
                "partition.field.name",
                scenario == Scenario.OUTPUT_PARTITIONS ? "bucket" : "",
                "parquet.block.size",
                Integer.toString(8 << 20),
                "convert.threads",
                "1",
                "flush.size",
                Integer.toString(scenario.records));
        Topic topic = new Topic();
        MiniWorker worker =
                new MiniWorker(new HdfsSinkTask(), config, Map.of(PARTITION, topic), new HashMap<>()).start();
        worker.assign(List.of(PARTITION));
        TableLayout table = new TableLayout(directory.child("topics/huge"));
        LocalFileStore store = new LocalFileStore();
        StorePath batch = new WorkDirectory(table, PARTITION.partition()).batch(1, 0);
        await().atMost(Duration.ofMinutes(10)).until(() -> {
            if (worker.caughtUp()) {
                produce(scenario, topic);
            }
            worker.poll(scenario.poll);
            boolean committed =
                    CommitChain.load(store, table, PARTITION.partition()).nextOffset() == scenario.records;
            boolean published = store.status(batch).isEmpty();
            return committed && published;
        });
        worker.stop();
    }

    /** Holds no more than the next round in memory: a topic is on a disk. */
    private static void produce(Scenario scenario, Topic topic) {
        long first = topic.records().isEmpty() ? 0 : topic.records().lastKey() + 1;
        long end = Math.min(first + scenario.poll, scenario.records);
        if (first < end) {
            topic.records().clear();
        }
        for (long id = first; id < end; id++) {
            byte[] value = scenario.value.apply(id).getBytes(UTF_8);
            topic.add(new SinkRecord(PARTITION.topic(), PARTITION.partition(), null, null, null, value, id));
        }
    }
}
