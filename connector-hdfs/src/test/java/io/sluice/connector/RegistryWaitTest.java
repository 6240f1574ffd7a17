/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.connector.testing.ManualClock;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.schema.ConfluentWireFormat;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.local.LocalFileStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that cannot be asked: the partition waits before the record that needs it, and goes on from there. */
class RegistryWaitTest {

    private static final TopicPartition WAITING = new TopicPartition("events", 0);
    private static final TopicPartition OTHER = new TopicPartition("events", 1);
    private static final long BACKOFF_MS = 5_000;

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();
    private final ManualClock clock = new ManualClock();
    private final Map<TopicPartition, Topic> topics = Map.of(WAITING, new Topic(), OTHER, new Topic());
    private final List<Long> rejected = new ArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    /** Knows schemas 1 and 2. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().matches("/schemas/ids/[12]");
            String body = known
                    ? "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"E\\\",\\\"fields\\\":"
                            + "[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"int\\\"}]}\"}"
                    : "{\"error_code\":40403,\"message\":\"Schema not found\"}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(down.get() ? 503 : known ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void aPartitionWaitsWhereItsSchemaIsNotKnownAndTheOthersGoOn() throws IOException {
        add(WAITING, 1, 0, 1);
        add(OTHER, 1, 100);
        MiniWorker worker = worker();
        worker.poll(10);
        assertThat(ids()).containsExactlyInAnyOrder(0, 1, 100);

        down.set(true);
        add(WAITING, 1, 2);
        add(WAITING, 2, 3);
        add(WAITING, 1, 4);
        add(OTHER, 1, 101);
        worker.poll(10);
        worker.poll(10);
        assertThat(ids()).as("all before the record that waits").containsExactlyInAnyOrder(0, 1, 2, 100, 101);
        assertThat(worker.isPaused(WAITING)).isTrue();
        assertThat(worker.isPaused(OTHER)).isFalse();

        clock.advance(BACKOFF_MS);
        worker.poll(10);
        worker.poll(10);
        assertThat(worker.isPaused(WAITING)).as("asked in vain once more").isTrue();

        down.set(false);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            clock.advance(BACKOFF_MS);
            worker.poll(10);
            assertThat(ids()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 100, 101);
        });
        assertThat(worker.isPaused(WAITING)).isFalse();
        assertThat(rejected).isEmpty();
        worker.stop();
    }

    @Test
    void anIdThatTheRegistryDeniesIsABadRecord() throws IOException {
        add(WAITING, 1, 0);
        add(WAITING, 7, 1);
        add(WAITING, 1, 2);
        MiniWorker worker = worker();
        worker.poll(10);

        assertThat(ids()).containsExactlyInAnyOrder(0, 2);
        assertThat(rejected).containsExactly(1L);
        worker.stop();
    }

    private void add(TopicPartition partition, int schemaId, int... ids) {
        Topic topic = topics.get(partition);
        for (int id : ids) {
            // An int below 64 is one byte of twice its value in Avro, below 8192 two.
            int zigzag = 2 * id;
            byte[] body = zigzag < 128
                    ? new byte[] {(byte) zigzag}
                    : new byte[] {(byte) ((zigzag & 0x7f) | 0x80), (byte) (zigzag >> 7)};
            topic.add(new SinkRecord(
                    partition.topic(),
                    partition.partition(),
                    null,
                    null,
                    Schema.BYTES_SCHEMA,
                    ConfluentWireFormat.frame(schemaId, body),
                    topic.records().size()));
        }
    }

    private List<Integer> ids() throws IOException {
        return new TableReader(store, new StorePath(directory.toString()).child("topics/events"))
                .rows().stream().map(row -> (Integer) row.value().get("id")).toList();
    }

    private MiniWorker worker() {
        HdfsSinkTask task = new HdfsSinkTask(
                config -> new TaskEnvironment(store, clock, new Background(Runnable::run, Runnable::run)));
        MiniWorker worker = new MiniWorker(
                        task,
                        Map.of(
                                "name",
                                "sink",
                                "store.url",
                                directory.toUri().toString(),
                                "flush.size",
                                "1",
                                "value.format",
                                "avro",
                                "retry.backoff.ms",
                                String.valueOf(BACKOFF_MS),
                                "schema.registry.url",
                                "http://127.0.0.1:" + registry.getAddress().getPort()),
                        topics,
                        new HashMap<>())
                .reportingTo((record, error) -> {
                    rejected.add(record.kafkaOffset());
                    return CompletableFuture.completedFuture(null);
                })
                .start();
        worker.assign(List.of(WAITING, OTHER));
        worker.poll(1);
        return worker;
    }
}
