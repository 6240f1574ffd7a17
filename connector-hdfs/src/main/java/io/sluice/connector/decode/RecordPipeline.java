/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import io.sluice.connector.config.HdfsSinkConfig;
import io.sluice.connector.config.NullValues;
import io.sluice.connector.decode.value.BadValueException;
import io.sluice.connector.decode.value.DecodeCounters;
import io.sluice.connector.decode.value.Outcome;
import io.sluice.connector.decode.value.ValueDecoder;
import io.sluice.connector.partition.PartitionException;
import io.sluice.connector.partition.Partitioner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** From a record of Kafka Connect to one that can be staged: decode, then find its output partition. Not thread-safe. */
public final class RecordPipeline {

    /** Of HDFS ({@code dfs.namenode.fs-limits.max-component-length}) and of most local file systems. */
    private static final int MAX_NAME_BYTES = 255;

    private final NullValues nullValues;
    private final ValueDecoder decoder;
    private final Partitioner partitioner;
    private final DecodeCounters counters;

    RecordPipeline(NullValues nullValues, ValueDecoder decoder, Partitioner partitioner, DecodeCounters counters) {
        this.nullValues = nullValues;
        this.decoder = decoder;
        this.partitioner = partitioner;
        this.counters = counters;
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
        return new RecordPipeline(
                config.values().nullValues(),
                ValueDecoders.of(config.values(), counters),
                Partitioner.of(config.partitioning(), clock),
                counters);
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
        decoder.adopt(topic, table);
    }

    /**
     * Decodes a record.
     *
     * @return empty if it is skipped on purpose: a tombstone, with {@code behavior.on.null.values=ignore}
     * @throws DecodeException if it cannot become a row; the next one may
     */
    public Optional<DecodedRecord> process(SinkRecord record) {
        try {
            Optional<DecodedRecord> decoded =
                    record.value() == null ? tombstone() : Optional.of(placed(record, decoder.decode(record)));
            counters.count(record.originalTopic(), decoded.isPresent() ? Outcome.DECODED : Outcome.SKIPPED);
            return decoded;
        } catch (BadValueException e) {
            counters.count(record.originalTopic(), e.outcome());
            throw DecodeException.at(record, e);
        } catch (PartitionException e) {
            counters.count(record.originalTopic(), Outcome.BAD_PARTITION);
            throw DecodeException.at(record, e);
        }
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

    private Optional<DecodedRecord> tombstone() {
        if (nullValues == NullValues.IGNORE) {
            return Optional.empty();
        }
        throw new BadValueException(
                Outcome.BAD_TOMBSTONE,
                "the value is null (a tombstone): behavior.on.null.values=ignore leaves such out",
                null);
    }
}
