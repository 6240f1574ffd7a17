/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.parquet;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.StorePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file being written. When its writer is closed the bytes are on disk, and their number and checksum are
 * known. One file a name, one writer a file: there is no overwriting. Not thread-safe.
 */
public final class DurableOutputFile implements OutputFile, Closeable {

    private final FileStore store;
    private final StorePath file;
    private @Nullable Stream stream;

    DurableOutputFile(FileStore store, StorePath file) {
        this.store = store;
        this.file = file;
    }

    /** Length of the file; the writer must be closed. */
    public long bytes() {
        return closed().out.position();
    }

    /** CRC-32C of the whole file; the writer must be closed. */
    public long crc32c() {
        return closed().crc.getValue();
    }

    private Stream closed() {
        if (stream == null || !stream.closed) {
            throw new IllegalStateException(file + " is not complete: close its writer first");
        }
        return stream;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        if (stream != null) {
            throw new IllegalStateException(file + " has a writer already");
        }
        Stream created = new Stream(store.createWhole(file));
        stream = created;
        return created;
    }

    /**
     * Lets go of the file, if its writer has not: Parquet's leaves its stream open once a write has failed, and with it
     * threads, buffers and the lease of HDFS' client.
     */
    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.release();
        }
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        throw new UnsupportedOperationException(file + ": a name is used once, use Mode.CREATE");
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return file.value();
    }

    @Override
    public String toString() {
        return file.value();
    }

    private static final class Stream extends PositionOutputStream {

        private final DurableOutput out;
        private final CRC32C crc = new CRC32C();
        /** Whether it was tried to close it; and whether that went well. */
        private boolean ended;

        private boolean closed;

        Stream(DurableOutput out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return out.position();
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            crc.update(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            crc.update(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                return;
            }
            ended = true;
            try (out) {
                out.syncToDisk();
            }
            closed = true;
        }

        void release() throws IOException {
            if (!ended) {
                ended = true;
                out.close();
            }
        }
    }
}
