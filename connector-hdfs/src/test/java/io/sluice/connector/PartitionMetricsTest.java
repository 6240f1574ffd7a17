/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.CrashWorld.Disk;
import io.sluice.connector.roll.RollReason;
import io.sluice.connector.testing.EventRecords;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a task shows of a topic-partition while that goes through its life. */
class PartitionMetricsTest {

    private static final TopicPartition ZERO = new TopicPartition(CrashWorld.TOPIC, 0);

    private final Topic topic = new Topic();

    private void fill(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            topic.add(EventRecords.record(ZERO, offset, 0, "b"));
        }
    }

    private static void poll(MiniWorker worker) {
        for (int round = 0; round < 3; round++) {
            worker.poll(100);
        }
    }

    @Test
    void shouldShowHowFarThePartitionIs() throws IOException {
        try (CrashWorld world = new CrashWorld(Disk.LOCAL, Map.of(ZERO, topic), 10)) {
            fill(0, 25);
            MiniWorker worker = world.worker(UnaryOperator.identity());
            worker.assign(world.partitions());
            assertThat(worker.metric("committed-offset")).isEqualTo(-1);
            poll(worker);

            assertThat(worker.metric("committed-offset")).isEqualTo(20);
            assertThat(worker.metric("uncommitted-records")).isEqualTo(5);
            assertThat(worker.metric("files-committed-total")).isEqualTo(2);
            assertThat(worker.metric("records-committed-total")).isEqualTo(20);
            assertThat(worker.metric("bytes-committed-total"))
                    .isEqualTo(world.table().files().stream()
                            .mapToLong(file -> size(world, file))
                            .sum());
            assertThat(worker.metric("rolls-by-records-total")).isEqualTo(2);
            assertThat(worker.metric("staged-bytes")).isPositive();
            world.advance(1_000);
            assertThat(worker.metric("oldest-uncommitted-age-ms")).isEqualTo(1_000);

            world.advance(60_000);
            poll(worker);
            assertThat(worker.metric("rolls-by-age-total")).isEqualTo(1);
            assertThat(worker.metric("committed-offset")).isEqualTo(25);
            assertThat(worker.metric("uncommitted-records")).isZero();
            assertThat(worker.metric("oldest-uncommitted-age-ms")).isZero();
            assertThat(worker.metric("file-system-errors-total")).isZero();
            worker.stop();
            assertThat(worker.metric("committed-offset")).as("shown no more").isZero();
        }
    }

    private static long size(CrashWorld world, io.sluice.table.StorePath file) {
        try {
            return world.observer().status(file).orElseThrow().bytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldBeDescribedInTheDocumentation() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/metrics.md"));
        for (PartitionMetrics.Shown each : PartitionMetrics.Shown.values()) {
            assertThat(page).contains("| `" + each.label + "` | " + each.description + " |");
        }
        for (RollReason reason : RollReason.values()) {
            assertThat(page)
                    .contains("| `" + PartitionMetrics.rolled(reason) + "` | Batches that became files: "
                            + PartitionMetrics.why(reason) + ". |");
        }
    }
}
