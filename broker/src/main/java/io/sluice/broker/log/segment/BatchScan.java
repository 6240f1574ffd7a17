/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.model.BatchLayout;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Steps from batch header to batch header in a range of a file. Not thread-safe; its user holds the file open.
 */
final class BatchScan {
    private final OpenFile file;
    private final SegmentFile log;
    private final long end;
    private final ByteBuffer header = ByteBuffer.allocate(BatchLayout.PRODUCER_ID);
    private long position;
    private int size;

    BatchScan(OpenFile file, SegmentFile log, long from, long end) {
        this.file = file;
        this.log = log;
        this.position = from;
        this.end = end;
    }

    boolean next() throws IOException {
        position += size;
        if (position >= end) {
            return false;
        }
        file.read(header.clear(), position);
        if (header.limit() < header.capacity()) {
            throw new IOException(log + " ends at byte " + position + ", before its " + end + " bytes");
        }
        size = header.getInt(BatchLayout.LENGTH) + BatchLayout.LOG_OVERHEAD;
        if (size < BatchLayout.RECORDS) {
            throw new IOException(log + " is damaged at byte " + position + ": a batch of " + size + " bytes");
        }
        return true;
    }

    long position() {
        return position;
    }

    int sizeInBytes() {
        return size;
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
