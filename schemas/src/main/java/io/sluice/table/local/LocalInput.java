/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.local;

import io.sluice.table.SeekableInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A local file being read. */
final class LocalInput extends SeekableInput {

    /** A channel reads into a buffer of its own and copies: pieces that are still in the processor's cache then. */
    private static final int SLICE_BYTES = 128 * 1024;

    private final FileChannel channel;
    private final long length;

    LocalInput(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0 || position > length) {
            throw new EOFException("seek to " + position + " in a file of " + length + " bytes");
        }
        channel.position(position);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            ByteBuffer slice = ByteBuffer.wrap(buffer, offset + done, Math.min(SLICE_BYTES, count - done));
            int read = channel.read(slice, position + done);
            if (read < 0) {
                throw new EOFException(
                        "wanted " + count + " bytes at " + position + " of a file that ends at " + (position + done));
            }
            done += read;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, count));
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, length - channel.position()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
