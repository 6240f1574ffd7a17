/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.table.StorePath;
import io.sluice.table.metadata.TableSchema;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TableNewsTest {

    private final List<TableChange> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);

    private static TableChange change(String topic, int version, String... partitions) {
        return new TableChange(
                topic,
                URI.create("file:///"),
                new StorePath("/topics/" + topic),
                new TableSchema(
                        version,
                        SchemaBuilder.record("E").fields().requiredLong("id").endRecord()),
                new TreeSet<>(List.of(partitions)),
                false);
    }

    private static TableListener listener(Changed changed) {
        return new TableListener() {
            @Override
            public void changed(TableChange change) throws IOException {
                changed.take(change);
            }

            @Override
            public void close() {}
        };
    }

    private interface Changed {
        void take(TableChange change) throws IOException;
    }

    /** Takes its time, until it is let go. */
    private TableListener slow() {
        return listener(change -> {
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            told.add(change);
        });
    }

    @Test
    void tellingNeverWaitsAndWhatWaitsIsTold() throws Exception {
        List<TableChange> others = Collections.synchronizedList(new ArrayList<>());
        try (TableNews news = new TableNews(List.of(slow(), listener(others::add)), 1)) {
            news.tell(change("a", 1, "dt=1"));
            entered.await();
            IntStream.range(2, 1_000).forEach(i -> news.tell(change("a", i, "dt=" + i)));
            news.tell(change("b", 1, "dt=1"));

            // One that hangs keeps no other from being told.
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() ->
                            assertThat(others).extracting(TableChange::topic).contains("b"));
            assertThat(told).isEmpty();
            open.countDown();
            await().atMost(Duration.ofMinutes(1)).until(() -> told.size() == 3);
            assertThat(told.get(1).outputPartitions()).hasSize(998);
            assertThat(told.get(1).schema().version()).isEqualTo(999);
            assertThat(told).extracting(TableChange::topic).containsExactly("a", "a", "b");
        }
    }

    @Test
    void whatCouldNotBeToldIsToldAgainWithWhatCameMeanwhile() {
        AtomicInteger attempts = new AtomicInteger();
        TableListener failing = listener(change -> {
            if (attempts.incrementAndGet() < 4) {
                throw new IOException("the metastore is away");
            }
            told.add(change);
        });
        try (TableNews news = new TableNews(List.of(failing), 1)) {
            news.tell(change("a", 2, "dt=1"));
            await().atMost(Duration.ofMinutes(1)).until(() -> attempts.get() > 0);
            news.tell(change("a", 1, "dt=2"));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                TreeSet<String> all = new TreeSet<>();
                told.forEach(change -> all.addAll(change.outputPartitions()));
                assertThat(all).containsExactly("dt=1", "dt=2");
            });
        }
    }

    @Test
    void memoryIsBounded() {
        TableChange all = change("a", 1, "dt=0");
        for (int i = 1; i <= TableChange.MOST_PARTITIONS; i++) {
            assertThat(all.everything()).isFalse();
            all = all.plus(change("a", 1, "dt=" + i));
        }
        assertThat(all.everything()).isTrue();
        assertThat(all.outputPartitions()).isEmpty();
    }

    @Test
    void closingDoesNotWaitForAListenerThatHangs() throws Exception {
        TableNews news = new TableNews(List.of(slow()), 1);
        news.tell(change("a", 1, "dt=1"));
        entered.await();
        news.close();
        news.tell(change("a", 1, "dt=2"));
        assertThat(told).isEmpty();
    }
}
