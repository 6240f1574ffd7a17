/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file being written. Not thread-safe. A stream that has thrown is never to be written again.
 */
public abstract class DurableOutput extends OutputStream {

    /** Bytes written so far. */
    public abstract long position();

    /** Returns when all bytes written so far are on the disks of all replicas (hsync); readers then see them. */
    public abstract void syncToDisk() throws IOException;

    /** Returns when all bytes written so far are in the memory of all replicas (hflush); readers then see them. */
    public abstract void flushToReplicas() throws IOException;

    /** Makes all bytes durable and closes the file. */
    @Override
    public abstract void close() throws IOException;
}
