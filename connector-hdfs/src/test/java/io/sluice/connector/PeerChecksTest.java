/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import io.sluice.connector.testing.TroubledFileStore;
import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.parquet.ParquetFiles;
import io.sluice.table.testing.InterposedFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the suites of other sinks check, done with ours: see docs/exactly-once.md for the numbers. Where another sink reads
 * records again, this one goes on from what it has staged.
 */
class PeerChecksTest {

    private static final TopicPartition ZERO = new TopicPartition(CrashWorld.TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(CrashWorld.TOPIC, 1);

    private final Map<TopicPartition, Topic> topics = new TreeMap<>((a, b) -> a.partition() - b.partition());
    private final List<CrashWorld> worlds = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (CrashWorld world : worlds) {
            world.close();
        }
    }

    private void fill(TopicPartition partition, long... offsets) {
        Topic topic = topics.computeIfAbsent(partition, p -> new Topic());
        for (long offset : offsets) {
            topic.add(EventRecords.record(partition, offset, 0, "b"));
        }
    }

    private void fill(TopicPartition partition, long from, long to) {
        fill(partition, LongStream.range(from, to).toArray());
    }

    /** A table with a directory for each Kafka partition, as is the default. */
    private CrashWorld world(int flushSize) throws IOException {
        CrashWorld world = new CrashWorld(Disk.LOCAL, topics, flushSize)
                .setting("partitioner.class", null)
                .setting("partition.field.name", null);
        worlds.add(world);
        return world;
    }

    private static MiniWorker started(CrashWorld world) throws IOException {
        return started(world, UnaryOperator.identity());
    }

    private static MiniWorker started(CrashWorld world, UnaryOperator<FileStore> around) throws IOException {
        MiniWorker worker = world.worker(around);
        worker.assign(world.partitions());
        worker.poll(1);
        return worker;
    }

    private static void poll(MiniWorker worker, int rounds, int records) {
        for (int round = 0; round < rounds; round++) {
            worker.poll(records);
        }
    }

    private static List<String> files(CrashWorld world) throws IOException {
        StorePath root = world.table().root();
        return world.table().files().stream().map(file -> file.relativeTo(root)).toList();
    }

    private static void put(CrashWorld world, String name, String text) throws IOException {
        StorePath file = world.table().root().child(name);
        world.observer().makeDirectories(file.parent());
        try (DurableOutput out = world.observer().create(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    @Tag("check-1")
    void filesHaveFlushSizeRecordsAndTheRestIsNotVisibleWhenTheTaskCloses() throws IOException {
        fill(ZERO, 0, 7);
        CrashWorld world = world(3);
        MiniWorker worker = started(world);
        poll(worker, 4, 7);
        worker.stop();

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000000+0000000002.parquet",
                        "partition=0/events+0+0000000003+0000000005.parquet");
    }

    @Test
    @Tag("check-2")
    void topicPartitionsDoNotMindEachOther() throws IOException {
        fill(ZERO, 2, 9);
        fill(ONE, 5, 10);
        CrashWorld world = world(3);
        MiniWorker worker = started(world);
        poll(worker, 20, 1);
        worker.stop();

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000002+0000000004.parquet",
                        "partition=0/events+0+0000000005+0000000007.parquet",
                        "partition=1/events+1+0000000005+0000000007.parquet");
    }

    @Test
    @Tag("check-3")
    @Tag("check-32")
    void aTopicThatBeginsLaterIsReadFromItsBeginning() throws IOException {
        fill(ZERO, 3, 10);
        CrashWorld world = world(3);
        poll(started(world), 4, 7);

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000003+0000000005.parquet",
                        "partition=0/events+0+0000000006+0000000008.parquet");
    }

    @Test
    @Tag("check-4")
    @Tag("check-48")
    void goesOnBehindWhatKafkaConnectHdfsHasWritten() throws IOException {
        fill(ZERO, 0, 20);
        CrashWorld world = world(3);
        put(world, "partition=0/events+0+0000000000+0000000002.parquet", "PAR1");
        put(world, "partition=0/events+0+0000000003+0000000005.parquet", "PAR1");
        put(world, "partition=0/abcd", "junk");
        put(world, "partition=0/events+0+9+3.parquet", "junk");
        put(world, "partition=0/events+1+0000000000+0000000099.parquet", "of another partition");
        put(world, "+tmp/events+0+0000000006+0000000099.parquet", "not committed");
        MiniWorker worker = started(world);
        poll(worker, 4, 20);
        worker.stop();
        poll(started(world), 2, 20);

        assertThat(files(world))
                .contains(
                        "partition=0/events+0+0000000006+0000000008.parquet",
                        "partition=0/events+0+0000000015+0000000017.parquet")
                .hasSize(6 + 4);
    }

    @Test
    @Tag("check-48")
    void aTableOfKafkaConnectHdfsInAvroIsLeftAlone() throws IOException {
        fill(ZERO, 0, 5);
        CrashWorld world = world(3);
        put(world, "partition=0/events+0+0000000000+0000000002.avro", "Obj");
        MiniWorker worker = world.worker(UnaryOperator.identity());
        worker.assign(world.partitions());

        assertThatThrownBy(() -> worker.poll(5))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("events+0+0000000000+0000000002.avro is not parquet")
                .hasMessageContaining("Set format.class as it had it");
    }

    @Test
    @Tag("check-7")
    void aPartitionThatStaysGoesOnWhileAnotherIsTakenAway() throws IOException {
        fill(ZERO, 0, 12);
        fill(ONE, 0, 12);
        CrashWorld world = world(10);
        MiniWorker worker = started(world);
        poll(worker, 2, 4);
        worker.revoke(List.of(ONE));
        poll(worker, 4, 4);

        assertThat(files(world)).containsExactly("partition=0/events+0+0000000000+0000000009.parquet");
        worker.stop();
        world.finish();
        assertThat(world.table().rows()).hasSize(24);
    }

    @Test
    @Tag("check-9")
    @Tag("check-43")
    void aFileThatIsNotFullIsWrittenWhenItIsOld() throws IOException {
        fill(ZERO, 0, 15);
        CrashWorld world = world(10);
        MiniWorker worker = started(world);
        poll(worker, 3, 15);
        assertThat(files(world)).hasSize(1);
        world.advance(2 * 60_000);
        worker.poll(15);

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000000+0000000009.parquet",
                        "partition=0/events+0+0000000010+0000000014.parquet");
    }

    @Test
    @Tag("check-10")
    @Tag("check-18")
    void aFailedFlushIsMadeGoodOnceThereIsRoomAgain() throws IOException {
        fill(ZERO, 0, 20);
        AtomicBoolean full = new AtomicBoolean();
        CrashWorld world = world(5);
        MiniWorker worker = started(world, store -> TroubledFileStore.filling(store, full::get));
        full.set(true);
        for (int round = 0; round < 10; round++) {
            worker.poll(5);
            world.advance(50);
        }
        assertThat(files(world)).as("while nothing can be written").isEmpty();
        full.set(false);
        for (int round = 0; round < 40; round++) {
            worker.poll(5);
            world.advance(50);
        }

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000000+0000000004.parquet",
                        "partition=0/events+0+0000000005+0000000009.parquet",
                        "partition=0/events+0+0000000010+0000000014.parquet",
                        "partition=0/events+0+0000000015+0000000019.parquet");
    }

    @ParameterizedTest
    @CsvSource({"snappy,SNAPPY", "gzip,GZIP", "zstd,ZSTD", "none,UNCOMPRESSED", "uncompressed,UNCOMPRESSED"})
    @Tag("check-11")
    void filesAreCompressedAsAsked(String setting, CompressionCodecName codec) throws IOException {
        fill(ZERO, 0, 3);
        CrashWorld world = world(3).setting("parquet.codec", setting);
        poll(started(world), 3, 3);

        StorePath file = world.table().files().get(0);
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(world.observer(), file))) {
            assertThat(reader.getRowGroups().get(0).getColumns())
                    .isNotEmpty()
                    .allMatch(column -> column.getCodec() == codec);
        }
    }

    @Test
    @Tag("check-12")
    @Tag("check-46")
    void offsetsMayHaveGaps() throws IOException {
        fill(ZERO, LongStream.range(0, 9).map(i -> i * 10).toArray());
        CrashWorld world = world(3);
        MiniWorker worker = started(world);
        poll(worker, 4, 9);
        worker.commit();
        assertThat(world.groupOffset(ZERO)).hasValue(81);
        worker.stop();
        fill(ZERO, 90, 200, 201);
        poll(started(world), 3, 9);

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000000+0000000020.parquet",
                        "partition=0/events+0+0000000030+0000000050.parquet",
                        "partition=0/events+0+0000000060+0000000080.parquet",
                        "partition=0/events+0+0000000090+0000000201.parquet");
    }

    @Test
    @Tag("check-13")
    void offsetsInNamesArePaddedAsAsked() throws IOException {
        fill(ZERO, 0, 3);
        CrashWorld world = world(3).setting("filename.offset.zero.pad.width", "2");
        poll(started(world), 3, 3);

        assertThat(files(world)).containsExactly("partition=0/events+0+00+02.parquet");
    }

    @Test
    @Tag("check-14")
    void aBatchHasAFileForEachOutputPartition() throws IOException {
        Topic topic = topics.computeIfAbsent(ZERO, p -> new Topic());
        LongStream.range(0, 9).forEach(offset -> topic.add(EventRecords.record(ZERO, offset, 0, "b" + offset % 3)));
        CrashWorld world =
                world(9).setting("partitioner.class", "FieldPartitioner").setting("partition.field.name", "bucket");
        MiniWorker worker = started(world);
        poll(worker, 3, 9);
        worker.commit();

        assertThat(files(world))
                .containsExactly(
                        "bucket=b0/events+0+0000000000+0000000006.parquet",
                        "bucket=b1/events+0+0000000001+0000000007.parquet",
                        "bucket=b2/events+0+0000000002+0000000008.parquet");
        assertThat(world.groupOffset(ZERO)).hasValue(9);
    }

    @ParameterizedTest
    @CsvSource({"HourlyPartitioner,Record,", "TimeBasedPartitioner,RecordField,at"})
    @Tag("check-15")
    void aRecordGoesToTheHourThatItIsOf(String partitioner, String extractor, String field) throws IOException {
        Schema schema = SchemaBuilder.struct()
                .name("test.Tick")
                .field("at", Schema.INT64_SCHEMA)
                .build();
        Topic topic = topics.computeIfAbsent(ZERO, p -> new Topic());
        long elevenMs = 1_763_809_200_000L;
        for (int i = 0; i < 9; i++) {
            // Three in each hour, and the hours do not come in order.
            long timeMs = elevenMs + (2 - i % 3) * 3_600_000L + i * 20_000L;
            Struct value = new Struct(schema).put("at", timeMs);
            topic.add(new SinkRecord(ZERO.topic(), 0, null, null, schema, value, i, timeMs, TimestampType.CREATE_TIME));
        }
        CrashWorld world = world(9).setting("partitioner.class", partitioner)
                .setting("timestamp.extractor", extractor)
                .setting("timestamp.field", field)
                .setting("path.format", field == null ? null : "'dt'=YYYY-MM-dd/'hour'=HH")
                .setting("timezone", "UTC");
        poll(started(world), 3, 9);

        assertThat(files(world))
                .extracting(file -> file.substring(file.indexOf("hour=")))
                .containsExactly(
                        "hour=11/events+0+0000000002+0000000008.parquet",
                        "hour=12/events+0+0000000001+0000000007.parquet",
                        "hour=13/events+0+0000000000+0000000006.parquet");
    }

    @Test
    @Tag("check-16")
    void aScheduleRollsByTheClock() throws IOException {
        fill(ZERO, 0, 5);
        CrashWorld world = world(1_000)
                .setting("rotate.interval.ms", null)
                .setting("rotate.schedule.interval.ms", "600000")
                .setting("timezone", "UTC");
        MiniWorker worker = started(world);
        poll(worker, 2, 5);
        assertThat(files(world)).isEmpty();
        world.advance(600_000);
        worker.poll(5);

        assertThat(files(world)).containsExactly("partition=0/events+0+0000000000+0000000004.parquet");
    }

    @Test
    @Tag("check-17")
    void aTaskClosesWhateverItHasOpen() throws IOException {
        Topic topic = topics.computeIfAbsent(ZERO, p -> new Topic());
        LongStream.range(0, 30)
                .forEach(offset -> topic.add(EventRecords.record(ZERO, offset, (int) (offset / 10), "b" + offset)));
        CrashWorld world =
                world(1_000).setting("partitioner.class", "FieldPartitioner").setting("partition.field.name", "bucket");
        MiniWorker worker = started(world);
        poll(worker, 3, 10);
        worker.stop();

        assertThat(files(world)).isEmpty();
        world.finish();
        world.verify();
    }

    @Test
    @Tag("check-18")
    void onePartitionsTroubleIsNoOthers() throws IOException {
        fill(ZERO, 0, 12);
        fill(ONE, 0, 12);
        CrashWorld world = world(3);
        MiniWorker worker = started(world, store -> new FailingWrites(store, "/work/0/"));
        for (int round = 0; round < 12; round++) {
            worker.poll(3);
            world.advance(50);
        }

        assertThat(files(world)).hasSize(4).allSatisfy(file -> assertThat(file).startsWith("partition=1/"));
    }

    @Test
    @Tag("check-20")
    void aTaskStartsWhereverTheLastOneEnded() throws IOException {
        fill(ZERO, 0, 10);
        CrashWorld world = world(4);
        MiniWorker first = started(world);
        first.commit();
        assertThat(world.groupOffset(ZERO)).as("nothing was read").isEmpty();
        poll(first, 1, 6);
        first.stop();
        assertThat(world.groupOffset(ZERO)).as("some are staged").hasValue(6);
        MiniWorker second = started(world);
        poll(second, 3, 10);
        second.stop();

        assertThat(files(world))
                .containsExactly(
                        "partition=0/events+0+0000000000+0000000003.parquet",
                        "partition=0/events+0+0000000004+0000000007.parquet");
        assertThat(world.groupOffset(ZERO)).hasValue(10);
    }

    @Test
    @Tag("check-20")
    void aValueThatIsNoRecordIsToldByItsPlace() throws IOException {
        Topic topic = topics.computeIfAbsent(ZERO, p -> new Topic());
        topic.add(new SinkRecord(ZERO.topic(), 0, null, null, Schema.INT64_SCHEMA, 12L, 0));
        CrashWorld world = world(3);
        MiniWorker worker = started(world);

        assertThatThrownBy(() -> worker.poll(3))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("events-0@0: ");
    }

    @Test
    @Tag("check-28")
    void eachTopicHasATableOfItsOwn() throws IOException {
        TopicPartition other = new TopicPartition("other.events", 0);
        Map<TopicPartition, Topic> both = new HashMap<>();
        for (TopicPartition partition : List.of(ZERO, other)) {
            Topic topic = new Topic();
            LongStream.range(0, 3).forEach(offset -> topic.add(EventRecords.record(partition, offset, 0, "b")));
            both.put(partition, topic);
        }
        CrashWorld world = new CrashWorld(
                        Disk.LOCAL, both, 3, (a, b) -> a.toString().compareTo(b.toString()))
                .setting("partitioner.class", null)
                .setting("partition.field.name", null);
        worlds.add(world);
        poll(started(world), 3, 3);

        StorePath topicsDir = world.table().root().parent();
        assertThat(files(world)).containsExactly("partition=0/events+0+0000000000+0000000002.parquet");
        assertThat(world.observer().list(topicsDir.child("other.events/partition=0")))
                .extracting(entry -> entry.path().name())
                .containsExactly("other.events+0+0000000000+0000000002.parquet");
    }

    @Test
    @Tag("check-32")
    void aConsumerThatIsPutBackWritesNothingTwice() throws IOException {
        fill(ZERO, 0, 12);
        CrashWorld world = world(4);
        MiniWorker worker = started(world);
        poll(worker, 4, 6);
        worker.stop();
        world.forgetGroup();
        MiniWorker again = started(world);
        poll(again, 4, 12);
        again.stop();

        assertThat(files(world)).hasSize(3);
        assertThat(world.table().rows())
                .extracting(row -> row.value().get("id"))
                .containsExactlyElementsOf(LongStream.range(0, 12).boxed().toList());
    }

    @Test
    @Tag("check-37")
    void aFileThatCannotBePublishedMovesNoOffset() throws IOException {
        fill(ZERO, 0, 6);
        CrashWorld world = world(3);
        MiniWorker worker = started(world, FailingRenames::new);
        for (int round = 0; round < 10; round++) {
            worker.poll(3);
            world.advance(50);
        }
        worker.stop();
        assertThat(files(world)).isEmpty();
        world.finish();

        assertThat(world.table().rows())
                .extracting(row -> row.value().get("id"))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 6).boxed().toList());
    }

    @Test
    @Tag("check-42")
    void versionsThatTakeTurnsOverAndOverMakeNoMoreFiles() throws IOException {
        Topic topic = topics.computeIfAbsent(ZERO, p -> new Topic());
        LongStream.range(0, 100_000)
                .forEach(offset -> topic.add(EventRecords.record(ZERO, offset, (int) (offset % 2), "b")));
        CrashWorld world = world(50_000);
        poll(started(world), 25, 5_000);

        assertThat(files(world)).hasSize(2);
        assertThat(world.table().rows()).hasSize(100_000);
    }

    /** A store on which nothing is written under some path. */
    private static final class FailingWrites extends InterposedFileStore {

        private final String path;

        FailingWrites(FileStore delegate, String path) {
            super(delegate);
            this.path = path;
        }

        @Override
        protected <T> T change(String operation, Action<T> action) throws IOException {
            if (operation.startsWith("write ") && operation.contains(path)) {
                throw new IOException("no " + operation);
            }
            return action.run();
        }

        @Override
        protected <T> T look(String operation, Action<T> action) throws IOException {
            return action.run();
        }
    }

    /** A store on which no Parquet file, nor a directory of such, is ever renamed. */
    private static final class FailingRenames extends InterposedFileStore {

        FailingRenames(FileStore delegate) {
            super(delegate);
        }

        @Override
        protected <T> T change(String operation, Action<T> action) throws IOException {
            if (operation.startsWith("rename ") && operation.contains("partition=0")) {
                throw new IOException("no " + operation);
            }
            return action.run();
        }

        @Override
        protected <T> T look(String operation, Action<T> action) throws IOException {
            return action.run();
        }
    }
}
