/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import io.sluice.table.SeekableInput;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/** An HDFS file being read. */
final class HdfsInput extends SeekableInput {

    private final FSDataInputStream in;
    private final long length;

    private HdfsInput(FSDataInputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    static HdfsInput of(FSDataInputStream in) throws IOException {
        // The visible length counts what an open writer has flushed; the NameNode's length may not.
        return new HdfsInput(in, ((HdfsDataInputStream) in).getVisibleLength());
    }

    @Override
    public long position() throws IOException {
        return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0 || position > length) {
            throw new EOFException("seek to " + position + " in a file of " + length + " bytes");
        }
        in.seek(position);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int count) throws IOException {
        in.readFully(position, buffer, offset, count);
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        return in.read(buffer, offset, count);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
