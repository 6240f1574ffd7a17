/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Batches that passed validation once and come back from disk. */
public final class StoredBatches {
    private StoredBatches() {}

    /**
     * Whether the buffer, from 0 to its limit, holds whole batches as they were appended at {@code baseOffset} in
     * {@code leaderEpoch}. Those two and the magic are compared, because a batch's CRC does not cover them.
     */
    public static boolean areIntact(ByteBuffer batches, long baseOffset, int leaderEpoch) {
        long expected = baseOffset;
        int position = 0;
        while (position < batches.limit()) {
            int remaining = batches.limit() - position;
            if (remaining < BatchLayout.RECORDS || batches.getLong(position) != expected) {
                return false;
            }
            int size = batches.getInt(position + BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD;
            if (size < BatchLayout.RECORDS
                    || size > remaining
                    || batches.getInt(position + BatchLayout.LEADER_EPOCH) != leaderEpoch
                    || batches.get(position + BatchLayout.MAGIC) != RecordBatch.MAGIC_VALUE_V2
                    || !BatchLayout.hasValidCrc(batches, position, size)) {
                return false;
            }
            expected += batches.getInt(position + BatchLayout.LAST_OFFSET_DELTA) + 1L;
            position += size;
        }
        return position > 0;
    }

    /** The headers of batches that {@link #areIntact}. */
    public static List<BatchInfo> read(ByteBuffer batches) {
        List<BatchInfo> infos = new ArrayList<>(1);
        int position = 0;
        while (position < batches.limit()) {
            BatchInfo info = BatchInfo.read(batches, position);
            infos.add(info);
            position += info.sizeInBytes();
        }
        return infos;
    }

    /**
     * The headers of batches whose offsets stand in order between two. A batch's CRC is left to whoever reads it.
     *
     * @param baseOffset inclusive
     * @param endOffset exclusive
     * @throws InvalidRecordException if that cannot be, so that damage is told before the batches are stored elsewhere
     */
    public static List<BatchInfo> readBetween(ByteBuffer batches, long baseOffset, long endOffset) {
        List<BatchInfo> infos = new ArrayList<>(1);
        long next = baseOffset;
        int position = 0;
        while (position < batches.limit()) {
            int remaining = batches.limit() - position;
            long size = remaining < BatchLayout.RECORDS
                    ? 0
                    : (long) batches.getInt(position + BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD;
            if (size < BatchLayout.RECORDS
                    || size > remaining
                    || batches.get(position + BatchLayout.MAGIC) != RecordBatch.MAGIC_VALUE_V2) {
                throw new InvalidRecordException("no batch begins after " + position + " of them");
            }
            BatchInfo info = BatchInfo.read(batches, position);
            if (info.baseOffset() < next || info.lastOffsetDelta() < 0 || info.endOffset() > endOffset) {
                throw new InvalidRecordException("a batch claims the offsets from " + info.baseOffset() + " to "
                        + info.lastOffset() + " where those from " + next + " to " + (endOffset - 1) + " belong");
            }
            infos.add(info);
            next = info.endOffset();
            position += info.sizeInBytes();
        }
        return infos;
    }
}
