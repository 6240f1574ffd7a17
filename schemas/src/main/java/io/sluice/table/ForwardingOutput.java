/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;

/** An output that writes to another: what wraps one extends it, and overrides what it changes. Closing it closes the other. */
public abstract class ForwardingOutput extends DurableOutput {

    private final DurableOutput out;

    protected ForwardingOutput(DurableOutput out) {
        this.out = out;
    }

    @Override
    public long position() {
        return out.position();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void syncToDisk() throws IOException {
        out.syncToDisk();
    }

    @Override
    public void flushToReplicas() throws IOException {
        out.flushToReplicas();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
