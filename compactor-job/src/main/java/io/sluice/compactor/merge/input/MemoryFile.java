/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Parts of a file, in memory. What is not among them cannot be read. Immutable once it is made. */
final class MemoryFile implements InputFile {

    /** A part of the file, where it is. */
    static final class Run {

        private final long start;
        private final byte[] bytes;

        Run(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    private final List<Run> runs;
    private final long length;

    MemoryFile(List<Run> runs, long length) {
        this.runs = new ArrayList<>(runs);
        this.length = length;
    }

    /** What is here of {@code count} bytes from a position on, at most so many; without a byte if nothing is. */
    ByteBuffer at(long position, long count) {
        for (Run run : runs) {
            if (position >= run.start && position < run.start + run.bytes.length) {
                int offset = Math.toIntExact(position - run.start);
                return ByteBuffer.wrap(run.bytes, offset, (int) Math.min(count, run.bytes.length - offset));
            }
        }
        return ByteBuffer.allocate(0);
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

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
            return take(1).get() & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int now = (int) Math.min(count, length - position);
            if (now <= 0) {
                return count == 0 ? 0 : -1;
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
            take(count).get(target, offset, count);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int now = (int) Math.min(target.remaining(), length - position);
            if (now <= 0) {
                return target.hasRemaining() ? -1 : 0;
            }
            target.put(take(now));
            return now;
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            target.put(take(target.remaining()));
        }

        private ByteBuffer take(int count) throws EOFException {
            for (Run run : runs) {
                if (position >= run.start && position + count <= run.start + run.bytes.length) {
                    ByteBuffer bytes = ByteBuffer.wrap(run.bytes, Math.toIntExact(position - run.start), count);
                    position += count;
                    return bytes;
                }
            }
            throw new EOFException("bytes " + position + " to " + (position + count) + " are not where they should be");
        }
    }
}
