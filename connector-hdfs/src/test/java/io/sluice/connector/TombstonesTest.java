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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records without a value, as rows of a table that began without such. */
class TombstonesTest {

    private static final TopicPartition ACCOUNTS = new TopicPartition("accounts", 0);
    private static final Schema ACCOUNT = SchemaBuilder.struct()
            .name("com.acme.Account")
            .field("owner", Schema.STRING_SCHEMA)
            .field("cents", SchemaBuilder.int64().defaultValue(0L).build())
            .build();

    @TempDir
    private Path directory;

    private final FileStore store = new LocalFileStore();
    private final Topic topic = new Topic();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    @Test
    @Tag("check-44")
    void aTombstoneIsARowOfNullsAlthoughTheFieldsAreRequired() throws IOException {
        add("1", account("Ada", 5));
        run(Map.of());
        add("1", account("Ada", 7));
        add("1", null);
        add("2", account("Bob", 1));
        run(Map.of("metadata.columns", "key,offset,headers", "behavior.on.null.values", "write"));
        // The first that this task sees: the table tells the schema.
        add("2", null);
        MiniWorker last = run(Map.of("metadata.columns", "key,offset,headers", "behavior.on.null.values", "write"));

        TableReader table = new TableReader(store, new StorePath(directory.toString()).child("topics/accounts"));
        assertThat(table.rows())
                .extracting(row -> row.value().toString().replaceAll(", \"_headers\": .*?\\]", ""))
                .containsExactlyInAnyOrder(
                        "{\"owner\": \"Ada\", \"cents\": 5}",
                        row("\"Ada\"", "7", "1", 1, false),
                        row("null", "null", "1", 2, true),
                        row("\"Bob\"", "1", "2", 3, false),
                        row("null", "null", "2", 4, true));
        assertThat(last.metric("tombstones-written-total")).isEqualTo(1);
        assertThat(last.metric("skipped-total")).isZero();
    }

    private static String row(String owner, String cents, String key, long offset, boolean deleted) {
        return "{\"owner\": " + owner + ", \"cents\": " + cents + ", \"_key\": \"" + key + "\", \"_offset\": " + offset
                + ", \"_deleted\": " + deleted + "}";
    }

    private static Struct account(String owner, long cents) {
        return new Struct(ACCOUNT).put("owner", owner).put("cents", cents);
    }

    private void add(String key, @Nullable Struct value) {
        topic.add(new SinkRecord(
                ACCOUNTS.topic(),
                0,
                Schema.STRING_SCHEMA,
                key,
                value == null ? null : ACCOUNT,
                value,
                topic.records().size(),
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                new ConnectHeaders().addString("h", "x")));
    }

    /** A task that takes what there is, and ends. */
    private MiniWorker run(Map<String, String> more) {
        HdfsSinkTask task = new HdfsSinkTask(
                config -> new TaskEnvironment(store, new ManualClock(), new Background(Runnable::run, Runnable::run)));
        Map<String, String> config = new HashMap<>(
                Map.of("name", "sink", "store.url", directory.toUri().toString(), "flush.size", "1"));
        config.putAll(more);
        MiniWorker worker = new MiniWorker(task, config, Map.of(ACCOUNTS, topic), offsets).start();
        worker.assign(List.of(ACCOUNTS));
        for (int round = 0; round < 10; round++) {
            worker.poll(10);
        }
        assertThat(worker.caughtUp()).isTrue();
        worker.stop();
        return worker;
    }
}
