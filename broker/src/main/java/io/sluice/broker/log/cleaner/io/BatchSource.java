/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner.io;

import io.sluice.broker.log.segment.SegmentBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a segment piece by piece, each of at least one batch, into memory that is used again. Not thread-safe. */
final class BatchSource {
    private static final int BATCH_LENGTH = 8;
    private static final int LOG_OVERHEAD = 12;

    private ByteBuffer buffer;

    BatchSource(int bufferBytes) {
        this.buffer = ByteBuffer.allocate(bufferBytes);
    }

    /**
     * The bytes from a batch on, with that batch whole and perhaps the last one cut off; valid until the next call.
     *
     * @throws IOException if no batch begins there
     */
    ByteBuffer read(SegmentBytes segment, long position) throws IOException {
        ByteBuffer piece = segment.read(buffer.clear(), position);
        int needed = piece.remaining() < LOG_OVERHEAD
                ? LOG_OVERHEAD
                : Math.addExact(piece.getInt(BATCH_LENGTH), LOG_OVERHEAD);
        if (needed < LOG_OVERHEAD || needed > segment.sizeInBytes() - position) {
            throw new IOException(segment + " is damaged at byte " + position + ": a batch of " + needed + " bytes");
        }
        if (needed > piece.remaining()) {
            buffer = ByteBuffer.allocate(needed);
            piece = segment.read(buffer, position);
        }
        return piece;
    }
}
