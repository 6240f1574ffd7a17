/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner;

/**
 * The settings of the log cleaner: Kafka's {@code log.cleaner.*}, which see.
 *
 * @param threads 0 if nothing is to be cleaned ({@code log.cleaner.enable=false})
 * @param ioMaxBytesPerSecond read and written by all threads together
 * @param dedupeBufferBytes most memory for the keys of all threads together; allocated as far as the keys need it
 * @param ioBufferBytes memory for reading and writing, of all threads together; more only for a larger batch
 * @param backoffMs how often to look when there was nothing to clean
 * @param retryMs how long a partition is left alone whose cleaning failed
 */
public record CleanerConfig(
        int threads,
        double ioMaxBytesPerSecond,
        long dedupeBufferBytes,
        int ioBufferBytes,
        double loadFactor,
        long backoffMs,
        long retryMs) {

    /** Kafka 4.3's. */
    public static final CleanerConfig DEFAULTS =
            new CleanerConfig(1, Double.MAX_VALUE, 128L << 20, 512 << 10, 0.9, 15_000, 600_000);

    /** No cleaning at all. */
    public static final CleanerConfig OFF =
            new CleanerConfig(0, Double.MAX_VALUE, 128L << 20, 512 << 10, 0.9, 15_000, 600_000);

    public CleanerConfig {
        if (threads < 0 || ioMaxBytesPerSecond <= 0 || dedupeBufferBytes <= 0 || ioBufferBytes < 0 || backoffMs < 0) {
            throw new IllegalArgumentException("sizes, times and threads of the log cleaner must not be negative");
        }
        if (!(loadFactor > 0 && loadFactor < 1)) {
            throw new IllegalArgumentException("the load factor must be between 0 and 1, not " + loadFactor);
        }
    }

    public CleanerConfig withDedupeBufferAtMost(long bytes) {
        return new CleanerConfig(
                threads,
                ioMaxBytesPerSecond,
                Math.min(dedupeBufferBytes, bytes),
                ioBufferBytes,
                loadFactor,
                backoffMs,
                retryMs);
    }

    /** Slots for keys that one thread may use. */
    public int slotsPerThread() {
        long slots = dedupeBufferBytes / Math.max(1, threads) / KeyOffsets.BYTES_PER_SLOT;
        return (int) Math.max(KeyOffsets.MIN_SLOTS, Math.min(slots, KeyOffsets.MAX_SLOTS));
    }

    /** The read buffer of one thread; it has another of this size to write. */
    public int bufferBytesPerThread() {
        return Math.max(1024, ioBufferBytes / Math.max(1, threads) / 2);
    }

    public double bytesPerSecondPerThread() {
        return ioMaxBytesPerSecond / Math.max(1, threads);
    }
}
