/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.CrashingFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a task does with records, on a local disk and without threads. */
class HdfsSinkTaskTest {

    private static final TopicPartition EVENTS = new TopicPartition(CrashWorld.TOPIC, 0);

    private static Topic topic(int records) {
        Topic topic = new Topic();
        LongStream.range(0, records).forEach(offset -> topic.add(EventRecords.record(EVENTS, offset, 0, "b")));
        return topic;
    }

    private static CrashWorld world(Topic topic, int flushSize) throws IOException {
        return new CrashWorld(Disk.LOCAL, Map.of(EVENTS, topic), flushSize);
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

    private static List<String> names(CrashWorld world) throws IOException {
        return world.table().files().stream().map(StorePath::name).toList();
    }

    private static SinkRecord bad(long offset) {
        Schema schema = SchemaBuilder.struct()
                .name("test.Event")
                .field("partition", Schema.INT32_SCHEMA)
                .field("id", Schema.STRING_SCHEMA)
                .field("bucket", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("partition", 0).put("id", "x").put("bucket", "b");
        return new SinkRecord(EVENTS.topic(), 0, null, null, schema, value, offset);
    }

    @Test
    @Tag("check-8")
    @Tag("check-42")
    void versionsThatTakeTurnsAreOneFile() throws IOException {
        Topic topic = new Topic();
        LongStream.range(0, 1000)
                .forEach(offset -> topic.add(EventRecords.record(EVENTS, offset, (int) (offset % 3), "b")));
        try (CrashWorld world = world(topic, 500)) {
            MiniWorker worker = started(world);
            for (int round = 0; round < 20; round++) {
                worker.poll(100);
            }
            assertThat(names(world))
                    .containsExactly(
                            "events+0+0000000000+0000000499.parquet", "events+0+0000000500+0000000999.parquet");
            world.finish();
            world.verify();
        }
    }

    @Test
    @Tag("check-35")
    void manyVersionsThatTakeTurnsShareAFewStagingFiles() throws IOException {
        List<Schema> versions = versions();
        Topic topic = new Topic();
        for (int offset = 0; offset < 3_000; offset++) {
            topic.add(ofVersion(versions.get(offset * 7 % versions.size()), offset, "b" + offset % 2));
        }
        CrashingFileStore[] store = new CrashingFileStore[1];
        try (CrashWorld world = world(topic, 1_000)) {
            MiniWorker worker = started(world, client -> store[0] = CrashingFileStore.counting(client));
            for (int round = 0; round < 301; round++) {
                worker.poll(10);
            }
            assertThat(names(world))
                    .as("a file for each output partition and roll")
                    .hasSize(3 * 2);
            assertThat(store[0].history().stream().filter(HdfsSinkTaskTest::createsStaging))
                    .as("one for each round in which the table grew, one for each later roll")
                    .hasSize(versions.size() / 10 + 2);
            assertThat(world.table().rows())
                    .hasSize(3_000)
                    .allSatisfy(row ->
                            assertThat(row.value().getSchema().getFields()).hasSize(3 + versions.size()));
        }
    }

    @Test
    @Tag("check-8")
    void aTableThatGrowsWithEachRecordIsCommittedBeforeItsStagingHasTooManyFiles() throws IOException {
        List<Schema> versions = versions();
        Topic topic = new Topic();
        for (int offset = 0; offset < 40; offset++) {
            topic.add(ofVersion(versions.get(offset), offset, "b"));
        }
        try (CrashWorld world = world(topic, 1_000)) {
            MiniWorker worker = started(world);
            for (int round = 0; round < 41; round++) {
                worker.poll(1);
            }
            assertThat(names(world))
                    .containsExactly(
                            "events+0+0000000000+0000000016.parquet", "events+0+0000000017+0000000033.parquet");
        }
    }

    private static boolean createsStaging(String operation) {
        return operation.startsWith("create ") && operation.endsWith(".avro");
    }

    /** None holds another: the table has the fields of all. */
    private static List<Schema> versions() {
        return IntStream.range(0, 50)
                .mapToObj(version -> SchemaBuilder.struct()
                        .name("test.Event")
                        .field("partition", Schema.INT32_SCHEMA)
                        .field("id", Schema.INT64_SCHEMA)
                        .field("bucket", Schema.STRING_SCHEMA)
                        .field("only_in_" + version, Schema.OPTIONAL_STRING_SCHEMA)
                        .build())
                .toList();
    }

    private static SinkRecord ofVersion(Schema version, long offset, String bucket) {
        Struct value = new Struct(version)
                .put("partition", 0)
                .put("id", offset)
                .put("bucket", bucket)
                .put(version.fields().get(3), "x");
        return new SinkRecord(EVENTS.topic(), 0, null, null, version, value, offset);
    }

    @Test
    @Tag("check-43")
    void anIdleTopicBecomesVisibleByAge() throws IOException {
        try (CrashWorld world = world(topic(5), 1_000)) {
            MiniWorker worker = started(world);
            worker.poll(5);
            world.advance(59_999);
            worker.poll(5);
            assertThat(names(world)).isEmpty();
            world.advance(1);
            worker.poll(5);
            assertThat(names(world)).containsExactly("events+0+0000000000+0000000004.parquet");
        }
    }

    @Test
    @Tag("check-7")
    void whatIsStagedSurvivesARebalanceAndIsNotReadAgain() throws IOException {
        Topic topic = topic(20);
        try (CrashWorld world = world(topic, 10)) {
            MiniWorker first = started(world);
            first.poll(7);
            first.revoke(world.partitions());
            LongStream.range(0, 7).forEach(topic.records()::remove);
            MiniWorker second = started(world);
            second.poll(3);
            second.poll(3);
            assertThat(names(world)).containsExactly("events+0+0000000000+0000000009.parquet");
            second.stop();
            first.stop();
        }
    }

    @Test
    void aTopicThatWasRecreatedIsNotDroppedSilently() throws IOException {
        Topic topic = topic(20);
        try (CrashWorld world = world(topic, 10)) {
            MiniWorker first = started(world);
            first.poll(20);
            first.stop();
            topic.records().tailMap(5L).clear();

            MiniWorker second = started(world);
            assertThatThrownBy(() -> second.poll(5))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith(
                            "events-0 begins again at 0, the table ends at 20: was the topic recreated? Move ")
                    .hasMessageContaining("/events/.sluice/commits/0 and ")
                    .hasMessageContaining("/events/.sluice/work/0 ")
                    .hasMessageEndingWith("or use another topics.dir");
            assertThat(names(world)).hasSize(2);
        }
    }

    @Test
    void aTopicThatIsRecreatedWhileItIsReadIsNotDroppedSilently() throws IOException {
        Topic topic = topic(10);
        try (CrashWorld world = world(topic, 5)) {
            MiniWorker first = started(world);
            first.poll(5);
            first.stop();
            MiniWorker second = started(world);
            second.poll(10);
            topic.records().tailMap(3L).clear();
            assertThatThrownBy(() -> second.poll(5))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("events-0 begins again at 0, the table ends at 10: ");
        }
    }

    @Test
    @Tag("check-33")
    void recordsThatWereOnTheirWayBeforeTheSeekAreDroppedWithoutAWord() throws IOException {
        Topic topic = topic(20);
        try (CrashWorld world = world(topic, 10)) {
            MiniWorker first = started(world);
            first.poll(20);
            first.lose(world.partitions());
            MiniWorker second = world.worker(UnaryOperator.identity());
            second.assign(world.partitions());
            second.resume(EVENTS);
            second.poll(5);
            assertThat(world.groupOffset(EVENTS)).as("it was sent 0 to 4").isEmpty();
            LongStream.range(20, 30).forEach(offset -> topic.add(EventRecords.record(EVENTS, offset, 0, "b")));
            second.poll(10);
            assertThat(names(world)).hasSize(3).last().isEqualTo("events+0+0000000020+0000000029.parquet");
            second.stop();
            world.finish();
            world.verify();
        }
    }

    @Test
    void aBadRecordEndsTheTaskByItsNameAndWhatCameBeforeIsKept() throws IOException {
        Topic topic = topic(4);
        topic.add(bad(4));
        try (CrashWorld world = world(topic, 4)) {
            MiniWorker worker = started(world);
            assertThatThrownBy(() -> worker.poll(10))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("events-0@4: ")
                    .hasMessageContaining("\"id\"");
            worker.poll(0);
            assertThat(names(world)).containsExactly("events+0+0000000000+0000000003.parquet");
        }
    }

    @Test
    @Tag("check-27")
    void aBadRecordGoesToTheDeadLetterQueueAndKeepsNoOtherOut() throws IOException {
        Topic topic = topic(4);
        topic.add(bad(4));
        topic.add(EventRecords.record(EVENTS, 5, 1, "b"));
        List<Long> reported = new ArrayList<>();
        try (CrashWorld world = world(topic, 5)) {
            MiniWorker worker = world.worker(UnaryOperator.identity()).reportingTo((record, error) -> {
                reported.add(record.kafkaOffset());
                return CompletableFuture.completedFuture(null);
            });
            worker.assign(world.partitions());
            worker.poll(1);
            worker.poll(10);
            worker.poll(10);
            assertThat(reported).containsExactly(4L);
            assertThat(names(world)).containsExactly("events+0+0000000000+0000000005.parquet");
            assertThat(worker.metric("decoded-total")).isEqualTo(5);
            assertThat(worker.metric("bad-incompatible-total")).isEqualTo(1);
        }
    }

    /** Were it staged, no task could ever convert the batch. */
    @Test
    @Tag("check-35")
    void aSchemaThatParquetCannotHoldIsReportedAndKeepsNoOtherOut() throws IOException {
        Topic topic = new Topic();
        topic.add(withoutColumns(0));
        topic.add(EventRecords.record(EVENTS, 1, 0, "b"));
        topic.add(withoutColumns(2));
        topic.add(EventRecords.record(EVENTS, 3, 1, "b"));
        List<Long> reported = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        try (CrashWorld world = world(topic, 2)) {
            MiniWorker worker = world.worker(UnaryOperator.identity()).reportingTo((record, error) -> {
                reported.add(record.kafkaOffset());
                errors.add(error);
                return CompletableFuture.completedFuture(null);
            });
            worker.assign(world.partitions());
            worker.poll(1);
            worker.poll(10);
            worker.poll(10);
            assertThat(reported).containsExactly(0L, 2L);
            assertThat(errors.get(0)).hasMessageStartingWith("events-0@0: Parquet has no columns for it: ");
            assertThat(names(world)).containsExactly("events+0+0000000001+0000000003.parquet");
        }
    }

    private static SinkRecord withoutColumns(long offset) {
        Schema nothing = SchemaBuilder.struct().name("test.Nothing").optional().build();
        Schema schema = SchemaBuilder.struct()
                .name("test.Event")
                .field("partition", Schema.INT32_SCHEMA)
                .field("id", Schema.INT64_SCHEMA)
                .field("bucket", Schema.STRING_SCHEMA)
                .field("nothing", nothing)
                .build();
        Struct value = new Struct(schema)
                .put("partition", 0)
                .put("id", offset)
                .put("bucket", "b")
                .put("nothing", new Struct(nothing));
        return new SinkRecord(EVENTS.topic(), 0, null, null, schema, value, offset);
    }

    @Test
    @Tag("check-29")
    void offsetsAreCommittedOnlyBehindASync() throws IOException {
        CrashingFileStore[] store = new CrashingFileStore[1];
        try (CrashWorld world = world(topic(3), 100)) {
            MiniWorker worker = started(world, client -> store[0] = CrashingFileStore.counting(client));
            worker.poll(3);
            assertThat(store[0].history())
                    .noneMatch(operation -> operation.startsWith("sync") && operation.endsWith(".avro"));
            assertThat(world.groupOffset(EVENTS)).isEmpty();
            worker.commit();
            assertThat(store[0].history())
                    .anyMatch(operation -> operation.startsWith("sync") && operation.endsWith(".avro"));
            assertThat(world.groupOffset(EVENTS)).hasValue(3);
        }
    }

    @Test
    @Tag("check-39")
    void aZombieNeitherAppendsNorCommits() throws IOException {
        try (CrashWorld world = world(topic(30), 10)) {
            MiniWorker zombie = started(world);
            zombie.poll(8);
            MiniWorker successor = started(world);
            successor.poll(5);
            zombie.poll(2);
            zombie.poll(5);
            assertThat(names(world)).as("the zombie's batch was full").isEmpty();
            successor.poll(5);
            successor.poll(1);
            assertThat(names(world)).hasSize(1);
            zombie.lose(world.partitions());
            world.finish();
            world.verify();
        }
    }
}
