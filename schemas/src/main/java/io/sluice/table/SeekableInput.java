/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table;

import java.io.IOException;
import java.io.InputStream;

/** A file being read. Not thread-safe, but {@link #readFully(long, byte[], int, int)} is. */
public abstract class SeekableInput extends InputStream {

    public abstract long position() throws IOException;

    public abstract void seek(long position) throws IOException;

    /** Length when the file was opened. */
    public abstract long length() throws IOException;

    /**
     * Reads at a place of the file, without moving the position.
     *
     * @throws java.io.EOFException if the file ends before
     */
    public abstract void readFully(long position, byte[] buffer, int offset, int length) throws IOException;
}
