/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import io.sluice.table.metadata.PartitionStrategy;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a record's output partition is found.
 *
 * @param fields of {@link PartitionerKind#FIELD}; a dot leads into a nested record
 * @param durationMs of the time-based kinds: a record's time is cut down to a multiple of it; 0 for no cut
 * @param pathFormat of the time-based kinds, Hourly and Daily have their own
 * @param timestampField of {@link TimestampSource#RECORD_FIELD}; a dot leads into a nested record
 * @param timestampFormat how a text in that field is read, if not in ms or ISO-8601
 * @param kiteStrategy of {@link PartitionerKind#KITE}, if it is not that of the dataset
 * @param kiteProvided the values of its provided partitions, by name
 * @param signalDelayMs how long after its end a time's directory is signalled as ready, if at all
 */
public record PartitionConfig(
        PartitionerKind kind,
        List<String> fields,
        long durationMs,
        PathFormat pathFormat,
        Locale locale,
        ZoneId zone,
        TimestampSource timestampSource,
        String timestampField,
        Optional<DateTimeFormatter> timestampFormat,
        Optional<PartitionStrategy> kiteStrategy,
        Map<String, String> kiteProvided,
        OptionalLong signalDelayMs) {

    public PartitionConfig {
        fields = List.copyOf(fields);
        kiteProvided = Map.copyOf(kiteProvided);
    }
}
