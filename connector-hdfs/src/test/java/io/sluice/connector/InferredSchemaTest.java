/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.connector.testing.ManualClock;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON without a declared schema: the table remembers what a new task has not seen. */
class InferredSchemaTest {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();
    private final Topic topic = new Topic();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final List<Long> rejected = new ArrayList<>();

    @Test
    void aRecordThatTheTableRefusesLeavesNoTraceInWhatIsInferred() throws IOException {
        add("{\"id\": 1, \"size\": 10}");
        MiniWorker first = worker();
        first.poll(10);
        first.poll(10);
        first.stop();

        add("{\"id\": 2, \"size\": \"large\"}");
        add("{\"id\": 3, \"size\": 30}");
        MiniWorker second = worker();
        second.poll(1);
        second.poll(10);
        second.poll(10);
        second.stop();

        assertThat(rejected).containsExactly(1L);
        TableReader table = new TableReader(store, new StorePath(directory.toString()).child("topics/events"));
        assertThat(table.rows())
                .extracting(row -> row.value().get("id"), row -> row.value().get("size"))
                .containsExactlyInAnyOrder(tuple(1L, 10L), tuple(3L, 30L));
    }

    private void add(String json) {
        topic.add(new SinkRecord(
                EVENTS.topic(),
                0,
                null,
                null,
                Schema.BYTES_SCHEMA,
                json.getBytes(StandardCharsets.UTF_8),
                topic.records().size()));
    }

    private MiniWorker worker() {
        HdfsSinkTask task = new HdfsSinkTask(
                config -> new TaskEnvironment(store, new ManualClock(), new Background(Runnable::run, Runnable::run)));
        MiniWorker worker = new MiniWorker(
                        task,
                        Map.of(
                                "name", "sink",
                                "store.url", directory.toUri().toString(),
                                "flush.size", "1",
                                "value.format", "json"),
                        Map.of(EVENTS, topic),
                        offsets)
                .reportingTo((record, error) -> {
                    rejected.add(record.kafkaOffset());
                    return CompletableFuture.completedFuture(null);
                })
                .start();
        worker.assign(List.of(EVENTS));
        worker.poll(1);
        return worker;
    }
}
