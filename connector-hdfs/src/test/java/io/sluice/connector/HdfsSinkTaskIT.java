/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.TableReader;
import io.sluice.connector.testing.Topic;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import io.sluice.table.testing.MiniHdfs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The task as Kafka Connect runs it, with its own threads, on HDFS. */
class HdfsSinkTaskIT {

    private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("test.Event")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static SinkRecord record(long offset) {
        Struct value = new Struct(SCHEMA).put("id", offset).put("name", "record " + offset);
        return new SinkRecord("events", 0, null, null, SCHEMA, value, offset);
    }

    @Test
    @Tag("check-27")
    void recordsBecomeParquet() throws Exception {
        StorePath directory = MiniHdfs.shared().newDirectory(HdfsSinkTaskIT.class);
        Map<String, String> config = Map.of(
                "name", "sink",
                "store.url", MiniHdfs.shared().uri().toString() + directory.value(),
                "topics.dir", "topics",
                "flush.size", "40");
        Topic topic = new Topic();
        LongStream.range(0, 100).forEach(offset -> topic.add(record(offset)));
        MiniWorker worker =
                new MiniWorker(new HdfsSinkTask(), config, Map.of(EVENTS_0, topic), new HashMap<>()).start();
        worker.assign(List.of(EVENTS_0));
        try (FileStore store = MiniHdfs.shared().fileStore()) {
            TableReader table = new TableReader(store, directory.child("topics/events"));
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                worker.poll(30);
                assertThat(table.files())
                        .extracting(StorePath::name)
                        .containsExactly(
                                "events+0+0000000000+0000000039.parquet", "events+0+0000000040+0000000079.parquet");
            });
            assertThat(table.rows())
                    .extracting(row -> row.value().get("id"))
                    .containsExactlyElementsOf(LongStream.range(0, 80).boxed().toList());
        }
        worker.stop();
    }
}
