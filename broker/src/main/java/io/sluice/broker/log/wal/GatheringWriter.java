/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes many buffers, one behind the other, where a channel's own position is.
 *
 * @param pieceBytes how much to write at once, a buffer at least: a processor that writes is nobody else's for so long
 */
public record GatheringWriter(FileChannel channel, int pieceBytes) {

    /** Writes all of them. */
    public void write(ByteBuffer[] buffers) throws IOException {
        int first = 0;
        while (first < buffers.length) {
            if (buffers[first].hasRemaining()) {
                channel.write(buffers, first, endOfPiece(buffers, first) - first);
            } else {
                first++;
            }
        }
    }

    private int endOfPiece(ByteBuffer[] buffers, int first) {
        int end = first + 1;
        long bytes = buffers[first].remaining();
        while (end < buffers.length && bytes + buffers[end].remaining() <= pieceBytes) {
            bytes += buffers[end++].remaining();
        }
        return end;
    }
}
