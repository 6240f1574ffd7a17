/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The header of one record batch.
 *
 * @param sizeInBytes with the header
 * @param lastOffsetDelta last offset minus base offset
 * @param maxTimestamp ms since the epoch, or -1
 * @param offsetOfMaxTimestamp the record that has it where that is known, else the batch's last offset
 * @param attributes as on the wire: compression, timestamp type, transactional, control
 * @param restamped whether {@code attributes} or {@code maxTimestamp} differ from the bytes that were validated
 * @param marker what a control batch says about its producer's transaction, else null
 */
public record BatchInfo(
        int sizeInBytes,
        long baseOffset,
        int lastOffsetDelta,
        int leaderEpoch,
        long maxTimestamp,
        long offsetOfMaxTimestamp,
        long producerId,
        short producerEpoch,
        int baseSequence,
        short attributes,
        boolean restamped,
        @Nullable Marker marker) {

    /**
     * The end of a transaction.
     *
     * @param commits or else it aborts
     * @param coordinatorEpoch of the coordinator that has decided so
     */
    public record Marker(boolean commits, int coordinatorEpoch) {}

    /** Reads the header at {@code position}; nothing is checked. */
    public static BatchInfo read(ByteBuffer batches, int position) {
        short attributes = batches.getShort(position + BatchLayout.ATTRIBUTES);
        long baseOffset = batches.getLong(position);
        int delta = batches.getInt(position + BatchLayout.LAST_OFFSET_DELTA);
        boolean isEmpty = batches.getInt(position + BatchLayout.RECORDS_COUNT) == 0; // compaction leaves such
        return new BatchInfo(
                batches.getInt(position + BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD,
                baseOffset,
                delta,
                batches.getInt(position + BatchLayout.LEADER_EPOCH),
                isEmpty ? RecordBatch.NO_TIMESTAMP : batches.getLong(position + BatchLayout.MAX_TIMESTAMP),
                baseOffset + delta,
                batches.getLong(position + BatchLayout.PRODUCER_ID),
                batches.getShort(position + BatchLayout.PRODUCER_EPOCH),
                batches.getInt(position + BatchLayout.BASE_SEQUENCE),
                attributes,
                false,
                (attributes & BatchLayout.CONTROL_MASK) == 0 ? null : ControlRecords.marker(batches, position));
    }

    public long lastOffset() {
        return baseOffset + lastOffsetDelta;
    }

    public long endOffset() {
        return lastOffset() + 1;
    }

    public boolean hasProducer() {
        return producerId != RecordBatch.NO_PRODUCER_ID;
    }

    /** Whether the batch takes part in its producer's sequence: idempotent, and not written by a coordinator. */
    public boolean isSequenced() {
        return hasProducer() && baseSequence != RecordBatch.NO_SEQUENCE && !isControl();
    }

    /** The last record's sequence number: they wrap from {@link Integer#MAX_VALUE} to 0. */
    public int lastSequence() {
        return (int) (((long) baseSequence + lastOffsetDelta) & Integer.MAX_VALUE);
    }

    public boolean isTransactional() {
        return (attributes & BatchLayout.TRANSACTIONAL_MASK) != 0;
    }

    public boolean isControl() {
        return (attributes & BatchLayout.CONTROL_MASK) != 0;
    }

    public boolean isCompressed() {
        return (attributes & BatchLayout.COMPRESSION_MASK) != 0;
    }

    int codec() {
        return attributes & BatchLayout.COMPRESSION_MASK;
    }

    public boolean hasLogAppendTime() {
        return (attributes & BatchLayout.LOG_APPEND_TIME_MASK) != 0;
    }

    boolean hasDeleteHorizon() {
        return (attributes & BatchLayout.DELETE_HORIZON_MASK) != 0;
    }

    /** The same batch at its place in a log. */
    public BatchInfo placedAt(long offset, int epoch) {
        return new BatchInfo(
                sizeInBytes,
                offset,
                lastOffsetDelta,
                epoch,
                maxTimestamp,
                offset + (offsetOfMaxTimestamp - baseOffset),
                producerId,
                producerEpoch,
                baseSequence,
                attributes,
                restamped,
                marker);
    }

    BatchInfo withTime(long timestamp, long offsetOfTimestamp, boolean logAppendTime) {
        short stamped = (short)
                (logAppendTime
                        ? attributes | BatchLayout.LOG_APPEND_TIME_MASK
                        : attributes & ~BatchLayout.LOG_APPEND_TIME_MASK);
        return new BatchInfo(
                sizeInBytes,
                baseOffset,
                lastOffsetDelta,
                leaderEpoch,
                timestamp,
                offsetOfTimestamp,
                producerId,
                producerEpoch,
                baseSequence,
                stamped,
                restamped || stamped != attributes || timestamp != maxTimestamp,
                marker);
    }
}
