/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import io.sluice.broker.log.FetchedRecords.FilePart;
import io.sluice.broker.log.model.SegmentSummary;
import io.sluice.broker.log.model.StoredBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.InvalidRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A run of whole batches of one partition inside a bundle. Immutable; small, so that it needs no index.
 *
 * @param position where it begins in the bundle, in bytes
 * @param summary of its batches, as if it were a segment
 */
record Extent(FileCache files, Bundle bundle, long position, SegmentSummary summary) {

    long endOffset() {
        return summary.endOffset();
    }

    long sizeInBytes() {
        return summary.sizeInBytes();
    }

    ExtentState state() {
        return new ExtentState(bundle.id(), position, summary);
    }

    /** As {@link Segment#read}. */
    @Nullable FilePart read(long offset, long limitOffset, int maxBytes, boolean minOneBatch) throws IOException {
        OpenFile file = files.open(bundle.file());
        boolean handedOver = false;
        try {
            BatchScan first = find(file, offset);
            BatchScan last = limitOffset >= endOffset() ? null : find(file, limitOffset);
            long stop = last == null ? position + sizeInBytes() : last.position();
            if (first == null || first.position() >= stop) {
                return null;
            }
            boolean fits = minOneBatch || first.sizeInBytes() <= maxBytes;
            long count = fits ? Math.min(stop - first.position(), Math.max(maxBytes, first.sizeInBytes())) : 0;
            FilePart part = files.part(file, bundle.file(), first.position(), count);
            handedOver = true;
            return part;
        } finally {
            if (!handedOver) {
                file.release();
            }
        }
    }

    /** The first batch with a record at or after a time and not before {@code minOffset}; heap memory, or null. */
    @Nullable ByteBuffer batchAtTime(long timestampMs, long minOffset) throws IOException {
        OpenFile file = files.open(bundle.file());
        try {
            BatchScan scan = scan(file);
            while (scan.next()) {
                if (scan.maxTimestamp() >= timestampMs && scan.lastOffset() >= minOffset) {
                    return scan.bytes();
                }
            }
            return null;
        } finally {
            file.release();
        }
    }

    /** The first batch that ends at or after an offset, in heap memory, or null. */
    @Nullable ByteBuffer batchAt(long offset) throws IOException {
        OpenFile file = files.open(bundle.file());
        try {
            BatchScan found = find(file, offset);
            return found == null ? null : found.bytes();
        } finally {
            file.release();
        }
    }

    /** All of it, in heap memory, to be written elsewhere. */
    SegmentAppend load() throws IOException {
        OpenFile file = files.open(bundle.file());
        try {
            ByteBuffer bytes = file.read(ByteBuffer.allocate((int) sizeInBytes()), position);
            if (bytes.limit() < sizeInBytes()) {
                throw new IOException(bundle.file() + " ends before byte " + (position + sizeInBytes())
                        + ", which it should have. Restore it");
            }
            return new SegmentAppend(bytes, StoredBatches.readBetween(bytes, summary.baseOffset(), endOffset()));
        } catch (InvalidRecordException | IndexOutOfBoundsException e) {
            throw new IOException(
                    bundle.file() + " is damaged between bytes " + position + " and " + (position + sizeInBytes())
                            + ": " + e.getMessage() + ". Restore it",
                    e);
        } finally {
            file.release();
        }
    }

    private BatchScan scan(OpenFile file) {
        return new BatchScan(
                file, bundle.file(), position, position + sizeInBytes(), summary.baseOffset(), endOffset());
    }

    private @Nullable BatchScan find(OpenFile file, long offset) throws IOException {
        BatchScan scan = scan(file);
        while (scan.next()) {
            if (scan.lastOffset() >= offset) {
                return scan;
            }
        }
        return null;
    }
}
