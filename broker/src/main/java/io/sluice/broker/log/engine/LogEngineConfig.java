/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.wal.FlushMode;

/**
 * The settings of the log engine, for all partitions together.
 *
 * @param flush {@code log.flush}: when an append is acknowledged
 * @param walFileBytes size at which the write-ahead log begins a new file
 * @param walGroupBytes most bytes that one write and fsync make durable
 * @param checkpointBytes a checkpoint is taken when so much was written since the last: what a restart reads at most
 * @param tailCacheBytes memory for recent batches that are in segments already
 * @param maxUndrainedBytes memory for batches that are not: beyond it acknowledgements wait, beyond twice as much
 *     appends are refused
 * @param drainBytes batches go to their segments when so much has come together …
 * @param drainMs … or so long after they became durable
 * @param maxOpenFiles segment and index files kept open
 * @param producerIdExpirationMs {@code producer.id.expiration.ms}
 * @param retentionCheckMs {@code log.retention.check.interval.ms}
 * @param cleaner how compacted logs are cleaned
 * @param diskReserveBytes {@code log.disk.reserve.bytes}: room that records leave on the disk
 */
public record LogEngineConfig(
        FlushMode flush,
        long walFileBytes,
        int walGroupBytes,
        long checkpointBytes,
        long tailCacheBytes,
        long maxUndrainedBytes,
        long drainBytes,
        long drainMs,
        int maxOpenFiles,
        long producerIdExpirationMs,
        long retentionCheckMs,
        CleanerConfig cleaner,
        long diskReserveBytes) {

    /** For a broker of the default heap; every acknowledged record survives a power cut. */
    public static final LogEngineConfig DEFAULTS = new LogEngineConfig(
            FlushMode.GROUP,
            128L << 20,
            4 << 20,
            512L << 20,
            64L << 20,
            64L << 20,
            8L << 20,
            500,
            1024,
            24L * 3600 * 1000,
            5L * 60 * 1000,
            CleanerConfig.DEFAULTS,
            256L << 20);

    /** With Kafka's defaults for the cleaner. */
    public LogEngineConfig(
            FlushMode flush,
            long walFileBytes,
            int walGroupBytes,
            long checkpointBytes,
            long tailCacheBytes,
            long maxUndrainedBytes,
            long drainBytes,
            long drainMs,
            int maxOpenFiles,
            long producerIdExpirationMs,
            long retentionCheckMs) {
        this(
                flush,
                walFileBytes,
                walGroupBytes,
                checkpointBytes,
                tailCacheBytes,
                maxUndrainedBytes,
                drainBytes,
                drainMs,
                maxOpenFiles,
                producerIdExpirationMs,
                retentionCheckMs,
                CleanerConfig.DEFAULTS,
                0);
    }

    /** Without a reserve on the disk. */
    public LogEngineConfig(
            FlushMode flush,
            long walFileBytes,
            int walGroupBytes,
            long checkpointBytes,
            long tailCacheBytes,
            long maxUndrainedBytes,
            long drainBytes,
            long drainMs,
            int maxOpenFiles,
            long producerIdExpirationMs,
            long retentionCheckMs,
            CleanerConfig cleaner) {
        this(
                flush,
                walFileBytes,
                walGroupBytes,
                checkpointBytes,
                tailCacheBytes,
                maxUndrainedBytes,
                drainBytes,
                drainMs,
                maxOpenFiles,
                producerIdExpirationMs,
                retentionCheckMs,
                cleaner,
                0);
    }

    public LogEngineConfig {
        if (walFileBytes <= 0
                || walGroupBytes <= 0
                || checkpointBytes <= 0
                || maxUndrainedBytes <= 0
                || drainBytes <= 0
                || drainMs < 0
                || maxOpenFiles <= 0
                || retentionCheckMs <= 0
                || diskReserveBytes < 0) {
            throw new IllegalArgumentException("sizes and times of the log engine must be positive");
        }
        if (drainBytes > maxUndrainedBytes) {
            throw new IllegalArgumentException("drainBytes (" + drainBytes + ") must not exceed maxUndrainedBytes ("
                    + maxUndrainedBytes + "): nothing would ever be drained");
        }
    }

    /** These settings with another way of flushing. */
    public LogEngineConfig withFlush(FlushMode mode) {
        return new LogEngineConfig(
                mode,
                walFileBytes,
                walGroupBytes,
                checkpointBytes,
                tailCacheBytes,
                maxUndrainedBytes,
                drainBytes,
                drainMs,
                maxOpenFiles,
                producerIdExpirationMs,
                retentionCheckMs,
                cleaner,
                diskReserveBytes);
    }

    /** These settings with another cleaner. */
    public LogEngineConfig withCleaner(CleanerConfig other) {
        return new LogEngineConfig(
                flush,
                walFileBytes,
                walGroupBytes,
                checkpointBytes,
                tailCacheBytes,
                maxUndrainedBytes,
                drainBytes,
                drainMs,
                maxOpenFiles,
                producerIdExpirationMs,
                retentionCheckMs,
                other,
                diskReserveBytes);
    }
}
