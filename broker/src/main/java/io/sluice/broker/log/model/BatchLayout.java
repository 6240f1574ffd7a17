/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Crc32C;

/**
 * Where the fields of a record batch (magic 2) lie, and the few that a broker rewrites.
 *
 * <p>The CRC covers everything from {@link #ATTRIBUTES} on, so base offset and leader epoch may change without it.
 * Source: Kafka documentation, "Record Batch".
 */
public final class BatchLayout {
    public static final int BASE_OFFSET = 0;
    public static final int LENGTH = 8;
    public static final int LEADER_EPOCH = 12;
    public static final int MAGIC = 16;
    public static final int CRC = 17;
    public static final int ATTRIBUTES = 21;
    public static final int LAST_OFFSET_DELTA = 23;
    public static final int BASE_TIMESTAMP = 27;
    public static final int MAX_TIMESTAMP = 35;
    public static final int PRODUCER_ID = 43;
    public static final int PRODUCER_EPOCH = 51;
    public static final int BASE_SEQUENCE = 53;
    public static final int RECORDS_COUNT = 57;
    public static final int RECORDS = 61;
    /** Bytes before the part that {@link #LENGTH} counts. */
    public static final int LOG_OVERHEAD = 12;

    static final int COMPRESSION_MASK = 0x07;
    static final int LOG_APPEND_TIME_MASK = 0x08;
    static final int TRANSACTIONAL_MASK = 0x10;
    static final int CONTROL_MASK = 0x20;
    static final int DELETE_HORIZON_MASK = 0x40;

    private BatchLayout() {}

    public static void placeAt(ByteBuffer batches, int position, long baseOffset, int leaderEpoch) {
        batches.putLong(position + BASE_OFFSET, baseOffset);
        batches.putInt(position + LEADER_EPOCH, leaderEpoch);
    }

    /** Rewrites the time of a batch as {@code batch} says it must be, and its CRC. */
    public static void restamp(ByteBuffer batches, int position, BatchInfo batch) {
        batches.putShort(position + ATTRIBUTES, batch.attributes());
        batches.putLong(position + MAX_TIMESTAMP, batch.maxTimestamp());
        batches.putInt(position + CRC, (int) crc(batches, position, batch.sizeInBytes()));
    }

    static boolean hasValidCrc(ByteBuffer batches, int position, int sizeInBytes) {
        return (batches.getInt(position + CRC) & 0xFFFFFFFFL) == crc(batches, position, sizeInBytes);
    }

    private static long crc(ByteBuffer batches, int position, int sizeInBytes) {
        // Crc32C counts from the buffer's position
        int from = position - batches.position() + ATTRIBUTES;
        return Crc32C.compute(batches, from, sizeInBytes - ATTRIBUTES);
    }
}
