/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.connector.config.PartitionConfig;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Finds the output partition of a record. Not thread-safe. Except with the wall clock, the answer depends on the record
 * alone.
 */
public interface Partitioner {

    /**
     * The directory below the table root, relative, without slashes at its ends; names and values are escaped as Hive
     * does.
     *
     * @throws PartitionException if a field that it needs is missing or cannot be used
     */
    String outputPartition(SinkRecord record, GenericRecord value);

    /**
     * What Kite is told of the layout, for a table of this schema; empty if Kite has no way to say it. Whether Kite takes
     * it is for {@link PartitionStrategy#requireFits} to say: it wants no partition named as a column is.
     */
    Optional<PartitionStrategy> strategy(Schema record);

    /** Whether it does as a table that exists has it, whatever that is. */
    default boolean followsTable() {
        return false;
    }

    /** Tells how the table of a topic, which exists, is partitioned. */
    default void adopt(String topic, PartitionStrategy ofTable) {}

    /**
     * The directory of a time in epoch milliseconds, with a partitioner that goes by time alone; not thread-safe.
     *
     * @throws IllegalArgumentException with another one
     */
    static LongFunction<String> directoriesOfTime(PartitionConfig config) {
        if (of(config, Clock.systemUTC()) instanceof TimeBasedPartitioner time) {
            return time::directory;
        }
        throw new IllegalArgumentException(config.kind().className() + " does not go by time alone");
    }

    /** The partitioner of {@code partitioner.class}; {@code clock} is read by the wall-clock extractor only. */
    static Partitioner of(PartitionConfig config, Clock clock) {
        return switch (config.kind()) {
            case DEFAULT -> new DefaultPartitioner();
            case FIELD -> new FieldPartitioner(config.fields());
            case FIELD_AND_TIME ->
                new FieldAndTimePartitioner(
                        new FieldPartitioner(config.fields()),
                        TimeBasedPartitioner.of(config, config.pathFormat(), clock));
            case KITE -> new KitePartitioner(config);
            case TIME_BASED -> TimeBasedPartitioner.of(config, config.pathFormat(), clock);
            case HOURLY -> TimeBasedPartitioner.of(config, TimeBasedPartitioner.HOURLY, clock);
            case DAILY -> TimeBasedPartitioner.of(config, TimeBasedPartitioner.DAILY, clock);
        };
    }
}
