/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Files read as one, one behind the other: what a concat of them will be, before it is done. One file is the simplest
 * case.
 *
 * <p>Reading from several threads at once is fine; each stream has its own position.
 */
public final class JoinedFiles implements InputFile, AutoCloseable {

    /** A file's channel takes a buffer outside of the heap as long as the longest read, and keeps it. */
    private static final int SLICE_BYTES = 4 << 20;

    private final List<SeekableInput> parts = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final String name;
    private long length;

    private JoinedFiles(String name) {
        this.name = name;
    }

    /** Opens the files. */
    public static JoinedFiles open(FileStore store, List<StorePath> files) throws IOException {
        JoinedFiles joined = new JoinedFiles(files.get(0).value());
        try {
            for (StorePath file : files) {
                SeekableInput part = store.open(file);
                joined.parts.add(part);
                joined.starts.add(joined.length);
                joined.length += part.length();
            }
            return joined;
        } catch (IOException | RuntimeException e) {
            joined.close();
            throw e;
        }
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

    /** Reads without a position. */
    public void readFully(long position, byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (position + count > length) {
            throw new EOFException(name + " has " + length + " bytes, wanted up to " + (position + count));
        }
        int done = 0;
        while (done < count) {
            int part = partAt(position + done);
            long within = position + done - starts.get(part);
            int now = (int) Math.min(Math.min(count - done, SLICE_BYTES), end(part) - starts.get(part) - within);
            parts.get(part).readFully(within, target, offset + done, now);
            done += now;
        }
    }

    private int partAt(long position) {
        int part = 0;
        while (end(part) <= position) {
            part++;
        }
        return part;
    }

    private long end(int part) {
        return part + 1 < starts.size() ? starts.get(part + 1) : length;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (SeekableInput part : parts) {
            try {
                part.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Unbuffered: Parquet reads footers and whole chunks. */
    private final class Stream extends SeekableInputStream {

        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            int now = (int) Math.min(count, length - position);
            if (now <= 0) {
                return -1;
            }
            readFully(target, offset, now);
            return now;
        }

        @Override
        public void readFully(byte[] target) throws IOException {
            readFully(target, 0, target.length);
        }

        @Override
        public void readFully(byte[] target, int offset, int count) throws IOException {
            JoinedFiles.this.readFully(position, target, offset, count);
            position += count;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int before = target.remaining();
            int now = (int) Math.min(before, length - position);
            if (now <= 0) {
                return before == 0 ? 0 : -1;
            }
            byte[] bytes = new byte[now];
            readFully(bytes);
            target.put(bytes);
            return now;
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            if (target.hasArray()) {
                readFully(target.array(), target.arrayOffset() + target.position(), target.remaining());
                target.position(target.limit());
            } else {
                byte[] bytes = new byte[target.remaining()];
                readFully(bytes);
                target.put(bytes);
            }
        }
    }
}
