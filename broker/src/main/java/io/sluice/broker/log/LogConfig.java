/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log;

import org.apache.kafka.common.compress.Compression;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one partition's log, already resolved from topic and broker configuration (Kafka's names and
 * defaults).
 *
 * @param segmentBytes {@code segment.bytes}
 * @param segmentMs {@code segment.ms}
 * @param retentionBytes {@code retention.bytes}, -1 for no limit
 * @param retentionMs {@code retention.ms}, -1 for no limit
 * @param maxMessageBytes {@code max.message.bytes}: largest batch
 * @param indexIntervalBytes {@code index.interval.bytes}
 * @param logAppendTime {@code message.timestamp.type=LogAppendTime}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param delete whether {@code cleanup.policy} contains {@code delete}
 * @param compact whether {@code cleanup.policy} contains {@code compact}
 * @param compaction what follows from that
 * @param compression {@code compression.type}: how all batches are kept, or null for as their producers sent them
 * @param flush what the log asks for where {@code log.flush} does not force every record anyway
 */
public record LogConfig(
        int segmentBytes,
        long segmentMs,
        long retentionBytes,
        long retentionMs,
        int maxMessageBytes,
        int indexIntervalBytes,
        boolean logAppendTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean delete,
        boolean compact,
        Compaction compaction,
        @Nullable Compression compression,
        Flush flush) {

    /**
     * When records must be on disk, if the broker leaves that open.
     *
     * @param messages {@code flush.messages}: the record that makes so many is acknowledged only then
     * @param ms {@code flush.ms}: how long after it was written at most
     */
    public record Flush(long messages, long ms) {

        /** Kafka 4.3's defaults. */
        public static final Flush NONE = new Flush(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * How a compacted log is cleaned.
     *
     * @param minDirtyRatio {@code min.cleanable.dirty.ratio}
     * @param deleteRetentionMs {@code delete.retention.ms}: how long a tombstone stays after it was first seen
     * @param minLagMs {@code min.compaction.lag.ms}
     * @param maxLagMs {@code max.compaction.lag.ms}, {@link Long#MAX_VALUE} for no limit
     */
    public record Compaction(double minDirtyRatio, long deleteRetentionMs, long minLagMs, long maxLagMs) {

        /** Kafka 4.3's defaults. */
        public static final Compaction DEFAULTS = new Compaction(0.5, 24L * 3600 * 1000, 0, Long.MAX_VALUE);
    }

    /** With Kafka's defaults for flushing. */
    public LogConfig(
            int segmentBytes,
            long segmentMs,
            long retentionBytes,
            long retentionMs,
            int maxMessageBytes,
            int indexIntervalBytes,
            boolean logAppendTime,
            long timestampBeforeMaxMs,
            long timestampAfterMaxMs,
            boolean delete,
            boolean compact,
            Compaction compaction,
            @Nullable Compression compression) {
        this(
                segmentBytes,
                segmentMs,
                retentionBytes,
                retentionMs,
                maxMessageBytes,
                indexIntervalBytes,
                logAppendTime,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                delete,
                compact,
                compaction,
                compression,
                Flush.NONE);
    }

    /** With Kafka's defaults for compaction, compression and flushing. */
    public LogConfig(
            int segmentBytes,
            long segmentMs,
            long retentionBytes,
            long retentionMs,
            int maxMessageBytes,
            int indexIntervalBytes,
            boolean logAppendTime,
            long timestampBeforeMaxMs,
            long timestampAfterMaxMs,
            boolean delete,
            boolean compact) {
        this(
                segmentBytes,
                segmentMs,
                retentionBytes,
                retentionMs,
                maxMessageBytes,
                indexIntervalBytes,
                logAppendTime,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                delete,
                compact,
                Compaction.DEFAULTS,
                null,
                Flush.NONE);
    }

    /** Kafka 4.3's defaults. */
    public static final LogConfig DEFAULTS = new LogConfig(
            1 << 30,
            7L * 24 * 3600 * 1000,
            -1,
            7L * 24 * 3600 * 1000,
            1024 * 1024 + 12,
            4096,
            false,
            Long.MAX_VALUE,
            3_600_000,
            true,
            false);

    public LogConfig {
        if (segmentBytes <= 0 || maxMessageBytes < 0 || indexIntervalBytes < 0) {
            throw new IllegalArgumentException(
                    "sizes must not be negative: " + segmentBytes + ", " + maxMessageBytes + ", " + indexIntervalBytes);
        }
    }

    /** How old a segment gets: one that waits to be compacted must be full first. */
    public long rollMs() {
        return compact ? Math.min(segmentMs, compaction.maxLagMs()) : segmentMs;
    }
}
