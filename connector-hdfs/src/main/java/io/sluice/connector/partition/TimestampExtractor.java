/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.connector.config.PartitionConfig;
import java.time.Clock;
import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where a record's time comes from. */
interface TimestampExtractor {

    /**
     * Milliseconds since 1970 in UTC; empty if the record has no time.
     *
     * @throws PartitionException if what should be a time is not one
     */
    OptionalLong timestampMs(SinkRecord record, GenericRecord value);

    static TimestampExtractor of(PartitionConfig config, Clock clock) {
        return switch (config.timestampSource()) {
            case WALLCLOCK -> (record, value) -> OptionalLong.of(clock.millis());
            case RECORD ->
                (record, value) -> {
                    Long ms = record.timestamp();
                    return ms == null ? OptionalLong.empty() : OptionalLong.of(ms);
                };
            case RECORD_FIELD ->
                new FieldTimestamp(config.timestampField(), new TimestampText(config.timestampFormat(), config.zone()));
        };
    }
}
