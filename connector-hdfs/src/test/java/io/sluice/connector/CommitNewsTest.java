/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.catalog.TableChange;
import io.sluice.connector.catalog.TableListener;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.ManualClock;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs hear of a commit when its files are there, and hold nothing up. */
class CommitNewsTest {

    private static final TopicPartition ZERO = new TopicPartition("events", 0);

    @TempDir
    private Path directory;

    private final Topic topic = new Topic();
    private final LocalFileStore store = new LocalFileStore();
    private final List<TableChange> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> visible = Collections.synchronizedList(new ArrayList<>());

    private TableReader table() {
        return new TableReader(store, new StorePath(directory + "/topics/events"));
    }

    private MiniWorker worker(TableListener listener) {
        Map<String, String> config = Map.of(
                "name", "sink",
                "store.url", directory.toUri().toString(),
                "flush.size", "10",
                "partitioner.class", "FieldPartitioner",
                "partition.field.name", "bucket");
        HdfsSinkTask task = new HdfsSinkTask(given -> new TaskEnvironment(
                store,
                new ManualClock(),
                new Background(Runnable::run, Runnable::run),
                Optional.empty(),
                List.of(listener)));
        MiniWorker worker = new MiniWorker(task, config, Map.of(ZERO, topic), new HashMap<>()).start();
        worker.assign(List.of(ZERO));
        return worker;
    }

    private TableListener listener(CountDownLatch open) {
        return new TableListener() {
            @Override
            public void changed(TableChange change) throws IOException {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IOException("the task ends", e);
                }
                visible.add(table().files().size());
                told.add(change);
            }

            @Override
            public void close() {}
        };
    }

    private void fill(int records) {
        for (long offset = 0; offset < records; offset++) {
            topic.add(EventRecords.record(ZERO, offset, 0, "b" + offset / 10));
        }
    }

    @Test
    void aCommitIsToldWhenItsFilesAreThere() {
        fill(30);
        MiniWorker worker = worker(listener(new CountDownLatch(0)));
        for (int round = 0; round < 4; round++) {
            worker.poll(10);
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(told)
                        .flatExtracting(TableChange::outputPartitions)
                        .contains("bucket=b0", "bucket=b1", "bucket=b2"));
        assertThat(told.get(0).everything()).as("others' work too").isTrue();
        assertThat(told.stream().skip(1)).noneMatch(TableChange::everything);
        assertThat(visible.get(0)).isPositive();
        assertThat(told.get(0).schema().version()).isEqualTo(1);
        worker.stop();
    }

    @Test
    void aCatalogThatHangsHoldsNothingUp() throws IOException {
        fill(100);
        MiniWorker worker = worker(listener(new CountDownLatch(1)));
        for (int round = 0; round < 12; round++) {
            worker.poll(10);
        }
        assertThat(table().files()).hasSize(10);
        assertThat(told).isEmpty();
        worker.stop();
    }
}
