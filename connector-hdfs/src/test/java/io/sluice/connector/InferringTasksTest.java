/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks that infer the schema of one topic's JSON, neither of which has seen what the other has. */
class InferringTasksTest {

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();

    @Test
    void theSecondToMeetAFieldTakesTheTypeThatTheFirstGaveIt() throws IOException {
        MiniWorker first = worker(0, "{\"id\":1}", "{\"id\":2,\"size\":40}");
        MiniWorker second = worker(1, "{\"id\":3}", "{\"id\":4,\"size\":\"M\"}");
        first.poll(1);
        second.poll(1);
        for (int round = 0; round < 10; round++) {
            first.poll(1);
        }
        for (int round = 0; round < 10; round++) {
            second.poll(1);
        }
        assertThat(first.caughtUp() && second.caughtUp()).isTrue();
        first.stop();
        second.stop();

        TableReader table = new TableReader(store, new StorePath(directory.toString()).child("topics/shirts"));
        assertThat(table.rows())
                .extracting(row -> row.value().toString())
                .containsExactlyInAnyOrder(
                        "{\"id\": 1, \"_conflicts\": null}",
                        "{\"id\": 2, \"_conflicts\": null, \"size\": 40}",
                        "{\"id\": 3, \"_conflicts\": null, \"size\": null}",
                        "{\"id\": 4, \"_conflicts\": {\"/size\": \"\\\"M\\\"\"}, \"size\": null}");
        assertThat(second.metric("fallbacks-total")).isEqualTo(1);
        assertThat(second.metric("bad-incompatible-total")).isZero();
    }

    private MiniWorker worker(int partition, String... values) {
        TopicPartition shirts = new TopicPartition("shirts", partition);
        Topic topic = new Topic();
        for (String value : values) {
            topic.add(new SinkRecord(
                    shirts.topic(),
                    partition,
                    null,
                    null,
                    Schema.BYTES_SCHEMA,
                    value.getBytes(StandardCharsets.UTF_8),
                    topic.records().size(),
                    null,
                    TimestampType.NO_TIMESTAMP_TYPE));
        }
        HdfsSinkTask task = new HdfsSinkTask(
                config -> new TaskEnvironment(store, new ManualClock(), new Background(Runnable::run, Runnable::run)));
        Map<String, String> config = Map.of(
                "name", "sink",
                "store.url", directory.toUri().toString(),
                "flush.size", "1",
                "value.format", "json",
                "json.conflicts", "column");
        MiniWorker worker = new MiniWorker(task, config, Map.of(shirts, topic), new HashMap<>()).start();
        worker.assign(List.of(shirts));
        return worker;
    }
}
