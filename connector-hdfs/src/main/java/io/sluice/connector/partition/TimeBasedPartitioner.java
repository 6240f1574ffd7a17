/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.connector.config.PartitionConfig;
import io.sluice.connector.config.PathFormat;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A directory per hour, day, or what the path format says. A record without a time goes to Hive's default partition.
 * Each answer is kept for the minute that it holds in: a log's neighbours are of the same one.
 */
final class TimeBasedPartitioner implements Partitioner {

    static final PathFormat HOURLY = PathFormat.parse("'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH");
    static final PathFormat DAILY = PathFormat.parse("'year'=YYYY/'month'=MM/'day'=dd");

    /** Offsets from UTC have been whole minutes everywhere since 1972. */
    private static final long WHOLE_MINUTES_SINCE_MS = 94_694_400_000L;

    private static final int CACHED_MINUTES = 256;
    private static final long MINUTE_MS = 60_000;

    private final PartitionConfig config;
    private final PathFormat format;
    private final TimestampExtractor time;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;
    private final long durationMs;
    private final boolean sameWithinMinute;
    private final String withoutTime;
    private final long[] cachedMinutes = new long[CACHED_MINUTES];
    private final @Nullable String[] cachedPaths = new String[CACHED_MINUTES];

    private TimeBasedPartitioner(PartitionConfig config, PathFormat format, TimestampExtractor time) {
        this.config = config;
        this.format = format;
        this.time = time;
        this.zone = config.zone();
        this.formatter = format.formatter(config.locale(), zone);
        this.durationMs = config.durationMs();
        this.sameWithinMinute = format.sameWithinMinute() && durationMs % MINUTE_MS == 0;
        this.withoutTime = Stream.of(path(0).split("/", -1))
                .map(part -> part.substring(0, part.indexOf('=') + 1) + HivePath.NULL)
                .collect(Collectors.joining("/"));
    }

    static TimeBasedPartitioner of(PartitionConfig config, PathFormat format, Clock clock) {
        return new TimeBasedPartitioner(config, format, TimestampExtractor.of(config, clock));
    }

    @Override
    public String outputPartition(SinkRecord record, GenericRecord value) {
        OptionalLong ms = time.timestampMs(record, value);
        return ms.isEmpty() ? withoutTime : directory(ms.getAsLong());
    }

    @Override
    public Optional<PartitionStrategy> strategy(Schema record) {
        return KiteStrategies.ofTime(config, format, record);
    }

    String directory(long ms) {
        if (!sameWithinMinute || ms < WHOLE_MINUTES_SINCE_MS) {
            return path(ms);
        }
        long minute = ms / MINUTE_MS;
        int slot = (int) (minute % CACHED_MINUTES);
        String cached = cachedPaths[slot];
        if (cached == null || cachedMinutes[slot] != minute) {
            cached = path(ms);
            cachedPaths[slot] = cached;
            cachedMinutes[slot] = minute;
        }
        return cached;
    }

    private String path(long ms) {
        try {
            return Stream.of(formatter.format(cut(ms)).split("/", -1))
                    .map(TimeBasedPartitioner::escape)
                    .collect(Collectors.joining("/"));
        } catch (DateTimeException | ArithmeticException e) {
            throw new PartitionException("the record's time, " + ms + " ms since 1970, is not one that has a date", e);
        }
    }

    /** The start of the duration that a moment is in, counted in local time: days begin at midnight. */
    private ZonedDateTime cut(long ms) {
        Instant instant = Instant.ofEpochMilli(ms);
        if (durationMs == 0) {
            return instant.atZone(zone);
        }
        ZoneOffset offset = zone.getRules().getOffset(instant);
        long localMs = Math.addExact(ms, offset.getTotalSeconds() * 1000L);
        long start = localMs - Math.floorMod(localMs, durationMs);
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(start), ZoneOffset.UTC);
        return ZonedDateTime.ofLocal(local, zone, offset);
    }

    private static String escape(String part) {
        int equals = part.indexOf('=');
        return equals < 0
                ? HivePath.escape(part)
                : HivePath.escape(part.substring(0, equals)) + "=" + HivePath.escape(part.substring(equals + 1));
    }
}
