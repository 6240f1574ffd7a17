/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.connector.partition.PartitionException;
import io.sluice.connector.partition.Partitioner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** From a record of Kafka Connect to one that can be staged: decode, then find its output partition. Not thread-safe. */
public final class RecordPipeline {

    /** Of HDFS ({@code dfs.namenode.fs-limits.max-component-length}) and of most local file systems. */
    private static final int MAX_NAME_BYTES = 255;

    private final HdfsSinkConfig config;
    private final Partitioner partitioner;
    private final DecodeCounters counters;
    /** Of topics without keys of their own; null if there are no such topics. */
    private final @Nullable ValueDecoder defaultDecoder;

    private final Map<String, TopicRows> topics = new HashMap<>();
    private @Nullable String lastTopic;
    private @Nullable TopicRows lastRows;

    private RecordPipeline(HdfsSinkConfig config, Partitioner partitioner, DecodeCounters counters) {
        this.config = config;
        this.partitioner = partitioner;
        this.counters = counters;
        this.defaultDecoder = config.anyTopic() ? ValueDecoders.of(config.values(), counters) : null;
        config.recordsOfTopics()
                .forEach((topic, records) ->
                        topics.put(topic, new TopicRows(records, ValueDecoders.of(records.values(), counters))));
    }

    /**
     * Reads the schema files that the configuration names.
     *
     * @throws org.apache.kafka.common.config.ConfigException if one of them cannot be read
     */
    public static RecordPipeline of(HdfsSinkConfig config) {
        return of(config, Clock.systemUTC(), new DecodeCounters());
    }

    /**
     * As {@link #of(HdfsSinkConfig)}.
     *
     * @param clock that {@code timestamp.extractor=Wallclock} reads
     * @param counters of what becomes of the records
     */
    public static RecordPipeline of(HdfsSinkConfig config, Clock clock, DecodeCounters counters) {
        return new RecordPipeline(config, Partitioner.of(config.partitioning(), clock), counters);
    }

    private TopicRows topic(String topic) {
        TopicRows last = lastRows;
        if (last != null && topic.equals(lastTopic)) {
            return last;
        }
        TopicRows rows = lookUp(topic);
        lastTopic = topic;
        lastRows = rows;
        return rows;
    }

    private TopicRows lookUp(String topic) {
        TopicRows known = topics.get(topic);
        if (known == null) {
            known = new TopicRows(
                    config.records(),
                    Objects.requireNonNull(defaultDecoder, () -> topic + " is not among the topics of the connector"));
            topics.put(topic, known);
        }
        return known;
    }

    /** How output partitions follow from records, for the table's descriptor. */
    public Partitioner partitioner() {
        return partitioner;
    }

    /**
     * Tells the schema that a topic's table has. Inferred schemas start from it; call it when a topic is opened, and
     * again when the table has refused a record's schema, which would otherwise be inferred on.
     */
    public void adopt(String topic, Schema table) {
        topic(topic).adopt(topic, table);
    }

    /** Tells that the table refused the topic's last record: a running schema begins anew, or with what is adopted next. */
    public void forget(String topic) {
        topic(topic).forget(topic);
    }

    /**
     * Decodes a record. Counts it only if it is bad; {@link #accepted} counts the others, once they are in.
     *
     * @return empty if it is left out on purpose: a tombstone, as {@code behavior.on.null.values} says
     * @throws DecodeException if it cannot become a row; the next one may
     */
    public Optional<DecodedRecord> process(SinkRecord record) {
        try {
            return topic(record.originalTopic()).row(record).map(row -> placed(record, row));
        } catch (BadValueException e) {
            counters.count(record.originalTopic(), e.outcome());
            throw DecodeException.at(record, e);
        } catch (PartitionException e) {
            counters.count(record.originalTopic(), Outcome.BAD_PARTITION);
            throw DecodeException.at(record, e);
        }
    }

    /** Counts a record that the table has taken, or that was left out on purpose. */
    public void accepted(SinkRecord record, boolean written) {
        counters.count(record.originalTopic(), outcome(record, written));
    }

    private static Outcome outcome(SinkRecord record, boolean written) {
        if (record.value() != null) {
            return Outcome.DECODED;
        }
        return written ? Outcome.TOMBSTONE_WRITTEN : Outcome.SKIPPED;
    }

    private DecodedRecord placed(SinkRecord record, GenericRecord row) {
        Long timestampMs = record.timestamp();
        return new DecodedRecord(
                record.originalTopic(),
                record.originalKafkaPartition(),
                record.originalKafkaOffset(),
                timestampMs == null ? -1 : timestampMs,
                requireNames(partitioner.outputPartition(record, row)),
                row);
    }

    /** A directory that no file system makes would stop the whole batch, for ever. */
    private static String requireNames(String outputPartition) {
        // Three bytes are the most that a char becomes.
        if (outputPartition.length() > MAX_NAME_BYTES / 3) {
            for (String name : outputPartition.split("/", -1)) {
                int bytes = name.getBytes(StandardCharsets.UTF_8).length;
                if (bytes > MAX_NAME_BYTES) {
                    throw new BadValueException(
                            Outcome.BAD_PARTITION,
                            "its output partition cannot be a directory: " + bytes + " bytes where HDFS takes "
                                    + MAX_NAME_BYTES + ", in " + BadValueException.brief(name),
                            null);
                }
            }
        }
        return outputPartition;
    }
}
