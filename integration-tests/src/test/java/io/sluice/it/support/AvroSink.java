/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.it.support;

import io.sluice.connector.HdfsSinkTask;
import io.sluice.connector.testing.MiniWorker;
import io.sluice.connector.testing.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;

/** A topic of plain Avro, {@code events}, and the sink that follows the strategy of its dataset. */
public final class AvroSink {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Path directory;
    private final Map<String, String> settings;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Topic topic = new Topic();
    private long next;

    /**
     * @param directory for its schema files
     * @param settings beside those that are always the same
     */
    public AvroSink(Path directory, Map<String, String> settings) {
        this.directory = directory;
        this.settings = Map.copyOf(settings);
    }

    /** Sends records of a schema, and has them written by a task of their own; returns when they are in the table. */
    public void write(Schema schema, List<GenericRecord> records) throws IOException {
        for (GenericRecord record : records) {
            topic.add(new SinkRecord("events", 0, null, null, null, AvroBytes.of(record), next++));
        }
        Path avsc = Files.writeString(directory.resolve("plain.avsc"), schema.toString());
        Map<String, String> config = new HashMap<>(settings);
        config.put("name", "sink");
        config.put("topics", "events");
        config.put("flush.size", Integer.toString(records.size()));
        config.put("retry.backoff.ms", "10");
        config.put("value.format", "avro");
        config.put("value.schema.file", avsc.toString());
        config.put("partitioner.class", "KitePartitioner");
        MiniWorker worker = new MiniWorker(new HdfsSinkTask(), config, Map.of(EVENTS, topic), committed).start();
        worker.assign(List.of(EVENTS));
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            worker.poll(100);
            return worker.metric("committed-offset") == next;
        });
        worker.stop();
    }
}
