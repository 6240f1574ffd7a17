/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.avro;

import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.IOException;

/** A file of a store as Avro reads it. */
final class AvroBytes implements org.apache.avro.file.SeekableInput {

    private final SeekableInput in;

    AvroBytes(FileStore store, StorePath file) throws IOException {
        this.in = store.open(file);
    }

    @Override
    public void seek(long position) throws IOException {
        in.seek(position);
    }

    @Override
    public long tell() throws IOException {
        return in.position();
    }

    @Override
    public long length() throws IOException {
        return in.length();
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
