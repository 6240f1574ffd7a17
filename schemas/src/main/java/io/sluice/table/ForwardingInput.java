/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;

/** An input that reads from another: what wraps one extends it, and overrides what it changes. Closing it closes the other. */
public abstract class ForwardingInput extends SeekableInput {

    private final SeekableInput in;

    protected ForwardingInput(SeekableInput in) {
        this.in = in;
    }

    @Override
    public long position() throws IOException {
        return in.position();
    }

    @Override
    public void seek(long position) throws IOException {
        in.seek(position);
    }

    @Override
    public long length() throws IOException {
        return in.length();
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
        in.readFully(position, buffer, offset, length);
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
