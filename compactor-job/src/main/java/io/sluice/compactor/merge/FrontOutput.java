/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.table.DurableOutput;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Parquet's view of the file that row groups are written to. What the writer writes behind them, page indexes and footer,
 * is kept in memory: where it goes is not the writer's to decide. Closing the writer leaves the file open.
 */
final class FrontOutput implements OutputFile {

    private static final int BUFFER_BYTES = 1 << 20;

    private final OutputStream file;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private final Stream stream = new Stream();
    private boolean diverted;

    FrontOutput(DurableOutput file) {
        this.file = new BufferedOutputStream(file, BUFFER_BYTES);
    }

    /** Row groups are complete: what comes now is kept. */
    void divert() {
        diverted = true;
    }

    /** The end of the last row group; valid after {@link #divert}. */
    long rowGroupsEnd() {
        return stream.position - rest.size();
    }

    MergedFooter footer() throws IOException {
        return new MergedFooter(rest.toByteArray(), rowGroupsEnd());
    }

    /** Hands all bytes of the row groups to the file. */
    void flush() throws IOException {
        file.flush();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return stream;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return stream;
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private final class Stream extends PositionOutputStream {

        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            target().write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target().write(bytes, offset, length);
            position += length;
        }

        private OutputStream target() {
            return diverted ? rest : file;
        }
    }
}
