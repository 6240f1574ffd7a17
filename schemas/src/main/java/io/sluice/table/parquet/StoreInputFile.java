/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import io.sluice.table.FileEntry;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of a store as Parquet reads it. */
record StoreInputFile(FileStore store, FileEntry file) implements InputFile {

    @Override
    public long getLength() {
        return file.bytes();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        SeekableInput in = store.open(file.path());
        return new DelegatingSeekableInputStream(in) {
            @Override
            public long getPos() throws IOException {
                return in.position();
            }

            @Override
            public void seek(long position) throws IOException {
                in.seek(position);
            }
        };
    }

    /** Parquet's readers name the file by this in their errors. */
    @Override
    public String toString() {
        return file.path().value();
    }
}
