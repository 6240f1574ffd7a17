/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.rows;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sorted runs of records, one behind the other, in a file that has no name: it is deleted as it is opened, and gone with
 * the process however that ends. It is made when the first run is written. Not thread-safe.
 */
final class SpillFile implements AutoCloseable {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private final Path directory;
    private @Nullable FileChannel file;
    private long end;

    private SpillFile(Path directory) {
        this.directory = directory;
    }

    static SpillFile in(Path directory) {
        return new SpillFile(directory);
    }

    /** Where a run is in the file. */
    record Run(long start, long end) {}

    /** Takes records: the length of the key, that of the row, key and row. */
    @FunctionalInterface
    interface RecordSink {
        void add(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Records in order. */
    interface Records {
        boolean next() throws IOException;

        void record(RecordSink sink) throws IOException;
    }

    static void putInt(byte[] bytes, int position, int value) {
        INTS.set(bytes, position, value);
    }

    Run write(RowBuffer rows, int bufferBytes) throws IOException {
        long start = end;
        Writer writer = new Writer(bufferBytes);
        rows.sortedRecords(writer);
        writer.flush();
        return new Run(start, end);
    }

    Run write(Records records, int bufferBytes) throws IOException {
        long start = end;
        Writer writer = new Writer(bufferBytes);
        while (records.next()) {
            records.record(writer);
        }
        writer.flush();
        return new Run(start, end);
    }

    Reader read(Run run, int number, int bufferBytes) {
        return new Reader(run, number, bufferBytes);
    }

    private FileChannel file() throws IOException {
        FileChannel open = file;
        if (open == null) {
            Path path = directory.resolve("sluice-sort-" + UUID.randomUUID());
            try {
                open = FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                throw new IOException(
                        "cannot sort on disk: no file can be made in " + directory
                                + " (another directory: --spill-dir): " + e,
                        e);
            }
            file = open;
        }
        return open;
    }

    private final class Writer implements RecordSink {

        private final byte[] buffer;
        private int filled;

        Writer(int bufferBytes) {
            this.buffer = new byte[bufferBytes];
        }

        @Override
        public void add(byte[] bytes, int offset, int length) throws IOException {
            if (length > buffer.length - filled) {
                flush();
            }
            if (length > buffer.length) {
                write(bytes, offset, length);
                return;
            }
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
        }

        void flush() throws IOException {
            write(buffer, 0, filled);
            filled = 0;
        }

        private void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                end += file().write(left, end);
            }
        }
    }

    /** One run, record by record; ordered by the record it is at. */
    final class Reader implements Comparable<Reader> {

        private final Run run;
        private final int number;
        private byte[] buffer;
        private long position;
        private int at;
        private int filled;
        private int keyLength;
        private int rowLength;
        private boolean begun;

        private Reader(Run run, int number, int bufferBytes) {
            this.run = run;
            this.number = number;
            this.buffer = new byte[bufferBytes];
            this.position = run.start();
        }

        /** Of the run, among those that are read together: an earlier one holds earlier rows. */
        int number() {
            return number;
        }

        boolean next() throws IOException {
            at += begun ? length() : 0;
            begun = true;
            if (at == filled && position == run.end()) {
                return false;
            }
            need(HEADER_BYTES);
            int key = RowBytes.intAt(buffer, at);
            int row = RowBytes.intAt(buffer, at + Integer.BYTES);
            need(Math.addExact(HEADER_BYTES + key, row));
            keyLength = key;
            rowLength = row;
            return true;
        }

        private int length() {
            return HEADER_BYTES + keyLength + rowLength;
        }

        /** Has so many bytes from {@link #at} on in the buffer. */
        private void need(int bytes) throws IOException {
            if (filled - at >= bytes) {
                return;
            }
            byte[] to = bytes > buffer.length ? new byte[bytes] : buffer;
            System.arraycopy(buffer, at, to, 0, filled - at);
            filled -= at;
            at = 0;
            buffer = to;
            while (filled < bytes) {
                int most = (int) Math.min(buffer.length - filled, run.end() - position);
                int read = most == 0 ? -1 : file().read(ByteBuffer.wrap(buffer, filled, most), position);
                if (read < 0) {
                    throw new EOFException("a run of sorted rows ends within a row");
                }
                filled += read;
                position += read;
            }
        }

        void record(RecordSink sink) throws IOException {
            sink.add(buffer, at, length());
        }

        void row(RowSink sink) throws IOException {
            sink.add(buffer, at + HEADER_BYTES + keyLength, rowLength);
        }

        @Override
        public int compareTo(Reader other) {
            int key = at + HEADER_BYTES;
            int key2 = other.at + HEADER_BYTES;
            return Arrays.compareUnsigned(buffer, key, key + keyLength, other.buffer, key2, key2 + other.keyLength);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
