/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Files read as one, one behind the other: what a concat of them will be, before it is done. One file is the simplest
 * case. However many there are, a few are open at a time: those that were read last.
 *
 * <p>Not thread-safe.
 */
public final class JoinedFiles implements InputFile, AutoCloseable {

    /** A file's channel takes a buffer outside of the heap as long as the longest read, and keeps it. */
    private static final int SLICE_BYTES = 4 << 20;

    static final int MOST_OPEN = 16;

    private final FileStore store;
    private final List<StorePath> files;
    private final long[] starts;
    private final Map<Integer, SeekableInput> open = new LinkedHashMap<>(MOST_OPEN, 0.75f, true);
    private final long length;

    private JoinedFiles(FileStore store, List<StorePath> files) throws IOException {
        this.store = store;
        this.files = files;
        this.starts = new long[files.size()];
        long end = 0;
        for (int part = 0; part < starts.length; part++) {
            starts[part] = end;
            // Of one file we can ask the input that is opened anyway.
            end += starts.length == 1 ? part(part).length() : bytes(files.get(part));
        }
        this.length = end;
    }

    /**
     * Opens the files.
     *
     * @throws NoSuchFileException if one is not there; those of several that nobody reads are looked at and not opened
     */
    public static JoinedFiles open(FileStore store, List<StorePath> files) throws IOException {
        return new JoinedFiles(store, List.copyOf(files));
    }

    private long bytes(StorePath file) throws IOException {
        return store.status(file)
                .orElseThrow(() -> new NoSuchFileException(file.value()))
                .bytes();
    }

    private SeekableInput part(int part) throws IOException {
        SeekableInput known = open.get(part);
        if (known != null) {
            return known;
        }
        if (open.size() == MOST_OPEN) {
            Integer eldest = open.keySet().iterator().next();
            open.remove(eldest).close();
        }
        SeekableInput opened = store.open(files.get(part));
        open.put(part, opened);
        return opened;
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
            throw new EOFException(this + " has " + length + " bytes, wanted up to " + (position + count));
        }
        int done = 0;
        while (done < count) {
            int part = partAt(position + done);
            long within = position + done - starts[part];
            int now = (int) Math.min(Math.min(count - done, SLICE_BYTES), end(part) - starts[part] - within);
            part(part).readFully(within, target, offset + done, now);
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
        return part + 1 < starts.length ? starts[part + 1] : length;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (SeekableInput part : open.values()) {
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
        return files.get(0).value();
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
