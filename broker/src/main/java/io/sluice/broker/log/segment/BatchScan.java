/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.BatchLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Steps from batch header to batch header in a range of a file. Not thread-safe; its user holds the file open.
 */
final class BatchScan {
    private final OpenFile file;
    private final SegmentFile log;
    private final long end;
    private final long endOffset;
    private final ByteBuffer header = ByteBuffer.allocate(BatchLayout.PRODUCER_ID);
    private long position;
    /** No batch that follows begins before it. */
    private long nextOffset;

    private int size;

    /**
     * @param from where a batch begins, in bytes
     * @param end of the range, in bytes
     * @param startOffset no batch there begins before it
     * @param endOffset exclusive
     */
    BatchScan(OpenFile file, SegmentFile log, long from, long end, long startOffset, long endOffset) {
        this.file = file;
        this.log = log;
        this.position = from;
        this.end = end;
        this.nextOffset = startOffset;
        this.endOffset = endOffset;
    }

    /** Steps to the next batch; false at the end. */
    boolean next() throws IOException {
        position += size;
        if (position >= end) {
            return false;
        }
        if (!peek()) {
            throw new IOException(log + " is damaged at byte " + position + " of " + end
                    + ": no batch begins there. Restore the file");
        }
        size = header.getInt(BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD;
        nextOffset = lastOffset() + 1;
        return true;
    }

    /** Whether a batch begins here, as far as its header tells. */
    boolean peek() throws IOException {
        file.read(header.clear(), position);
        return header.limit() == header.capacity()
                && header.getInt(BatchLayout.LENGTH) >= BatchLayout.RECORDS - BatchLayout.LOG_OVERHEAD
                && header.getInt(BatchLayout.LENGTH) <= end - position - BatchLayout.LOG_OVERHEAD
                && header.get(BatchLayout.MAGIC) == RecordBatch.MAGIC_VALUE_V2
                && baseOffset() >= nextOffset
                && header.getInt(BatchLayout.LAST_OFFSET_DELTA) >= 0
                && lastOffset() < endOffset;
    }

    long position() {
        return position;
    }

    int sizeInBytes() {
        return size;
    }

    long baseOffset() {
        return header.getLong(0);
    }

    long lastOffset() {
        return header.getLong(0) + header.getInt(BatchLayout.LAST_OFFSET_DELTA);
    }

    long maxTimestamp() {
        return header.getLong(BatchLayout.MAX_TIMESTAMP);
    }

    ByteBuffer bytes() throws IOException {
        return file.read(ByteBuffer.allocate(size), position);
    }
}
