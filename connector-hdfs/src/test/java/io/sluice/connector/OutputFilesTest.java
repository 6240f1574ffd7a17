/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import io.sluice.table.DurableOutput;
import io.sluice.table.StorePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Which files there are in the end, and of what format. */
class OutputFilesTest {

    private static final TopicPartition ZERO = new TopicPartition(CrashWorld.TOPIC, 0);
    private static final long HOUR_MS = 3_600_000;
    private static final long ELEVEN_MS = 1_763_809_200_000L;

    private final Topic topic = new Topic();

    private CrashWorld world(int flushSize) throws IOException {
        return new CrashWorld(Disk.LOCAL, Map.of(ZERO, topic), flushSize)
                .setting("partitioner.class", null)
                .setting("partition.field.name", null);
    }

    private static List<String> files(CrashWorld world) throws IOException {
        StorePath root = world.table().root();
        return world.table().files().stream().map(file -> file.relativeTo(root)).toList();
    }

    private static List<GenericRecord> avro(CrashWorld world, String file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        StorePath path = world.table().root().child(file);
        try (DataFileStream<GenericRecord> in =
                new DataFileStream<>(world.observer().open(path), new GenericDatumReader<>())) {
            in.forEach(records::add);
        }
        return records;
    }

    /** With what kafka-connect-hdfs left there, which writes Avro by default. */
    @Test
    void aTableOfKafkaConnectHdfsStaysAvro() throws IOException {
        for (long offset = 0; offset < 9; offset++) {
            topic.add(EventRecords.record(ZERO, offset, offset < 5 ? 0 : 1, "b"));
        }
        try (CrashWorld world = world(3).setting("format.class", "io.confluent.connect.hdfs.avro.AvroFormat")) {
            StorePath theirs = world.table().root().child("partition=0/events+0+0000000000+0000000002.avro");
            world.observer().makeDirectories(theirs.parent());
            try (DurableOutput out = world.observer().create(theirs)) {
                out.write(0);
            }
            world.finish();

            assertThat(files(world))
                    .containsExactly(
                            "partition=0/events+0+0000000000+0000000002.avro",
                            "partition=0/events+0+0000000003+0000000005.avro",
                            "partition=0/events+0+0000000006+0000000008.avro");
            List<GenericRecord> records = avro(world, "partition=0/events+0+0000000003+0000000005.avro");
            assertThat(records)
                    .extracting(EventRecords::found)
                    .containsExactly(
                            EventRecords.expected(topic.records().get(3L)),
                            EventRecords.expected(topic.records().get(4L)),
                            EventRecords.expected(topic.records().get(5L)));
            assertThat(records.get(0).getSchema().getField("note")).isNotNull();
        }
    }

    /** At the end of each hour there is a file of it; what comes late is in the next one of its own hour. */
    @Test
    void lateRecordsGoToTheNextFileOfTheirOwnHour() throws IOException {
        try (CrashWorld world = world(1_000)
                .setting("partitioner.class", "HourlyPartitioner")
                .setting("timestamp.extractor", "Record")
                .setting("rotate.interval.ms", null)
                .setting("rotate.schedule.interval.ms", Long.toString(HOUR_MS))) {
            MiniWorker worker = world.worker(UnaryOperator.identity());
            worker.assign(world.partitions());
            at(0, ELEVEN_MS + 5);
            at(1, ELEVEN_MS + 30);
            poll(worker);
            assertThat(files(world)).isEmpty();
            // Nothing comes, and the hour ends all the same.
            world.advance(HOUR_MS);
            poll(worker);
            assertThat(files(world))
                    .singleElement()
                    .asString()
                    .endsWith("hour=11/events+0+0000000000+0000000001.parquet");

            at(2, ELEVEN_MS + HOUR_MS);
            at(3, ELEVEN_MS + HOUR_MS - 1);
            at(4, ELEVEN_MS + HOUR_MS + 1);
            poll(worker);
            world.advance(HOUR_MS);
            poll(worker);

            assertThat(files(world))
                    .extracting(file -> file.substring(file.indexOf("hour=")))
                    .containsExactly(
                            "hour=11/events+0+0000000000+0000000001.parquet",
                            "hour=11/events+0+0000000003+0000000003.parquet",
                            "hour=12/events+0+0000000002+0000000004.parquet");
            worker.stop();
        }
    }

    private void at(long offset, long timeMs) {
        SinkRecord plain = EventRecords.record(ZERO, offset, 0, "b");
        topic.add(new SinkRecord(
                plain.topic(),
                0,
                null,
                null,
                plain.valueSchema(),
                plain.value(),
                offset,
                timeMs,
                TimestampType.CREATE_TIME));
    }

    private static void poll(MiniWorker worker) {
        for (int round = 0; round < 3; round++) {
            worker.poll(10);
        }
    }

    @Test
    void whatIsKnownOfATableMayBeOutOfKitesSight() throws IOException {
        for (long offset = 0; offset < 6; offset++) {
            topic.add(EventRecords.record(ZERO, offset, offset < 3 ? 0 : 1, "b"));
        }
        try (CrashWorld world = world(3).setting("catalog.kite", "off")) {
            world.finish();
            StorePath root = world.table().root();
            assertThat(world.observer().status(root.child(".metadata"))).isEmpty();
            assertThat(world.observer().status(root.child(".sluice/metadata/schemas/2.avsc")))
                    .isPresent();

            // Where it once is, it stays.
            topic.add(EventRecords.record(ZERO, 6, 2, "b"));
            world.setting("catalog.kite", "own").finish();
            assertThat(world.observer().status(root.child(".metadata"))).isEmpty();
            assertThat(world.observer().status(root.child(".sluice/metadata/schemas/3.avsc")))
                    .isPresent();
            assertThat(world.table().rows()).hasSize(7);
        }
    }
}
