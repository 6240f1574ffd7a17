/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.ManualClock;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An hour is signalled when the tasks of all partitions have committed it, and not before. */
class ReadySignalsTest {

    private static final TopicPartition ZERO = new TopicPartition("events", 0);
    private static final TopicPartition ONE = new TopicPartition("events", 1);
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long DELAY_MS = Duration.ofMinutes(10).toMillis();

    @TempDir
    private Path directory;

    private final LocalFileStore store = new LocalFileStore();
    private final ManualClock clock = new ManualClock();
    private final Map<TopicPartition, Topic> topics = Map.of(ZERO, new Topic(), ONE, new Topic());

    private MiniWorker worker(TopicPartition partition) {
        Map<String, String> config = Map.of(
                "name", "sink",
                "store.url", directory.toUri().toString(),
                "flush.size", "2",
                "partitioner.class", "HourlyPartitioner",
                "timestamp.extractor", "Record",
                "kite.signal.delay.ms", Long.toString(DELAY_MS));
        HdfsSinkTask task = new HdfsSinkTask(
                given -> new TaskEnvironment(store, clock, new Background(Runnable::run, Runnable::run)));
        MiniWorker worker = new MiniWorker(task, config, topics, new HashMap<>()).start();
        worker.assign(List.of(partition));
        return worker;
    }

    private void add(TopicPartition partition, long offset, long timeMs) {
        SinkRecord plain = EventRecords.record(partition, offset, 0, "b");
        topics.get(partition)
                .add(new SinkRecord(
                        plain.topic(),
                        partition.partition(),
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

    private List<String> signals() throws IOException {
        StorePath signals = new StorePath(directory + "/topics/events/.signals");
        return store.status(signals).isEmpty()
                ? List.of()
                : store.list(signals).stream()
                        .map(FileEntry::path)
                        .map(StorePath::name)
                        .toList();
    }

    private static String signal(long hourMs) {
        return DateTimeFormatter.ofPattern("'day='dd'&hour='HH'&month='MM'&year='yyyy", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(hourMs));
    }

    @Test
    void anHourIsSignalledOnceAllPartitionsAreBeyondIt() throws IOException {
        long hourMs = clock.millis() / HOUR_MS * HOUR_MS;
        MiniWorker zero = worker(ZERO);
        MiniWorker one = worker(ONE);
        add(ZERO, 0, hourMs + 1);
        add(ZERO, 1, hourMs + 2);
        add(ONE, 0, hourMs + 3);
        poll(zero);
        poll(one);

        clock.advance(hourMs + HOUR_MS + DELAY_MS - 1 - clock.millis());
        poll(zero);
        poll(one);
        clock.advance(1);
        poll(one);
        poll(zero);
        assertThat(signals()).as("partition 1 has a record that is staged only").doesNotContain(signal(hourMs));

        add(ONE, 1, hourMs + 4);
        poll(one);
        assertThat(signals()).as("and one that came now: there may be more").doesNotContain(signal(hourMs));
        clock.advance(DELAY_MS);
        poll(one);
        assertThat(signals()).contains(signal(hourMs));

        // A later record says so too, without the wait; hours without records are complete as well.
        clock.advance(2 * HOUR_MS);
        long nowMs = clock.millis();
        for (TopicPartition partition : List.of(ZERO, ONE)) {
            add(partition, 2, nowMs);
            add(partition, 3, nowMs);
        }
        poll(zero);
        poll(one);
        assertThat(signals()).contains(signal(hourMs), signal(hourMs + HOUR_MS));
        assertThat(signals()).doesNotContain(signal(nowMs));
        zero.stop();
        one.stop();
    }

    @Test
    void anHourWaitsForAPartitionWhoseTaskIsAway() throws IOException {
        long hourMs = clock.millis() / HOUR_MS * HOUR_MS;
        MiniWorker zero = worker(ZERO);
        MiniWorker one = worker(ONE);
        for (long offset = 0; offset < 2; offset++) {
            add(ZERO, offset, hourMs + offset);
            add(ONE, offset, hourMs + offset);
        }
        poll(zero);
        poll(one);
        one.stop();
        clock.advance(3 * HOUR_MS);
        poll(zero);
        assertThat(signals()).doesNotContain(signal(hourMs));

        MiniWorker again = worker(ONE);
        poll(again);
        assertThat(signals()).as("it may be behind").doesNotContain(signal(hourMs));
        clock.advance(DELAY_MS);
        poll(again);
        assertThat(signals()).contains(signal(hourMs), signal(hourMs + HOUR_MS));
        again.stop();
        zero.stop();
    }

    /** It is sent nothing and has nothing that is not committed: for all that it knows, everything is. */
    @Test
    void aTaskThatHasLostAPartitionWithoutKnowingSaysNothingOfIt() throws IOException {
        long hourMs = clock.millis() / HOUR_MS * HOUR_MS;
        MiniWorker zombie = worker(ZERO);
        add(ZERO, 0, hourMs);
        add(ZERO, 1, hourMs + 1);
        poll(zombie);
        MiniWorker owner = worker(ZERO);
        add(ZERO, 2, hourMs + 2);
        poll(owner);
        clock.advance(2 * HOUR_MS);
        poll(zombie);
        poll(owner);
        assertThat(signals()).as("the owner has staged a record of it").doesNotContain(signal(hourMs));
        zombie.lose(List.of(ZERO));
        owner.stop();
    }
}
