/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.local;

import io.sluice.table.DurableOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A local file being written, through a buffer of our own: what is in it dies with the process, as it should. */
final class LocalOutput extends DurableOutput {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** A channel copies an array before it writes it: in pieces that are still in the processor's cache then. */
    private static final int SLICE_BYTES = 128 * 1024;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long position;

    LocalOutput(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
        buffer.put((byte) b);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.remaining()) {
            drain();
        }
        if (length >= BUFFER_BYTES) {
            for (int done = 0; done < length; done += SLICE_BYTES) {
                writeOut(ByteBuffer.wrap(bytes, offset + done, Math.min(SLICE_BYTES, length - done)));
            }
        } else {
            buffer.put(bytes, offset, length);
        }
        position += length;
    }

    @Override
    public void flushToReplicas() throws IOException {
        drain();
    }

    @Override
    public void syncToDisk() throws IOException {
        drain();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            syncToDisk();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        writeOut(buffer);
        buffer.clear();
    }

    private void writeOut(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
