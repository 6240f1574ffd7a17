/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import io.sluice.cli.service.EmbeddedConnect;
import io.sluice.cli.terminal.Quantity;
import io.sluice.cli.terminal.Screen;
import io.sluice.table.CommitChain;
import io.sluice.table.FileStore;
import io.sluice.table.TableLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows a topic on its way into the table: what the broker has, what the connector has staged (its group's offsets),
 * what is committed (the commit chain).
 */
final class CommitWatch {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final FileStore store;
    private final TableLayout layout;
    private final String topic;
    private final String connector;

    CommitWatch(Admin admin, FileStore store, TableLayout layout, String topic, String connector) {
        this.admin = admin;
        this.store = store;
        this.layout = layout;
        this.topic = topic;
        this.connector = connector;
    }

    /**
     * Waits until all that the topic holds now is committed.
     *
     * @throws IOException if the connector fails, or nothing moves for {@code patience}
     */
    void await(EmbeddedConnect connect, Screen screen, Duration patience)
            throws IOException, InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = ends();
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        long best = -1;
        long movedNanos = System.nanoTime();
        while (true) {
            long committed = committed(ends);
            long staged = Math.max(committed, staged(ends));
            screen.progress(
                    "commit",
                    committed,
                    total,
                    "staged " + Quantity.count(staged) + ", committed " + Quantity.count(committed) + " of "
                            + Quantity.count(total) + " records");
            if (committed >= total) {
                return;
            }
            Optional<String> failure = connect.failure(connector);
            if (failure.isPresent()) {
                throw new IOException("the connector failed: " + failure.get());
            }
            if (staged + committed > best) {
                best = staged + committed;
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > patience.toNanos()) {
                throw new IOException("nothing was staged or committed for " + patience.toSeconds() + " s: committed "
                        + committed + " of " + total + " records of topic " + topic);
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException {
        int partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    private long committed(Map<TopicPartition, Long> ends) throws IOException {
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            long next =
                    CommitChain.load(store, layout, end.getKey().partition()).nextOffset();
            sum += Math.min(next, end.getValue());
        }
        return sum;
    }

    private long staged(Map<TopicPartition, Long> ends) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get();
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata offset = offsets.get(end.getKey());
            sum += offset == null ? 0 : Math.min(offset.offset(), end.getValue());
        }
        return sum;
    }
}
