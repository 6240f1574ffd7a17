/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file past the page cache, each write on disk when it returns: the bytes are copied once, within memory that
 * stays in the processor's cache, and no page is made dirty, tracked or written back.
 *
 * <p>The disk takes whole blocks only. The one in which the file ends is padded with zeros, kept, and written again with
 * what comes next: the bytes that are on disk already stay what they are, as they do when the kernel writes a page again.
 */
final class DirectWriter {
    private static final Logger LOG = LoggerFactory.getLogger(DirectWriter.class);
    private static final int BYTES = 1 << 20;

    private final int blockBytes;
    /** Its position is how much of it will be written; it begins with the block in which the file ends. */
    private final ByteBuffer memory;

    private DirectWriter(int blockBytes) {
        this.blockBytes = blockBytes;
        this.memory = ByteBuffer.allocateDirect(BYTES + blockBytes)
                .alignedSlice(blockBytes)
                .limit(BYTES)
                .slice();
    }

    /** For the files of a directory; null if its file system does not do this. */
    static @Nullable DirectWriter of(Path directory) throws IOException {
        long blockBytes = Files.getFileStore(directory).getBlockSize();
        if (blockBytes <= 0 || blockBytes > BYTES / 2 || Long.bitCount(blockBytes) != 1) {
            return null;
        }
        Path probe = directory.resolve(".direct");
        DirectWriter writer = new DirectWriter((int) blockBytes);
        try (FileChannel file = FileChannel.open(
                probe,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE,
                StandardOpenOption.DSYNC,
                ExtendedOpenOption.DIRECT)) {
            writer.write(file, 0, new ByteBuffer[] {ByteBuffer.wrap(new byte[1])});
            return writer;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is written through the page cache", directory, e);
            return null;
        }
    }

    /** An existing file to be written from its start. */
    FileChannel open(Path file) throws IOException {
        memory.clear();
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC, ExtendedOpenOption.DIRECT);
    }

    /**
     * Appends to the file that was opened last.
     *
     * @param position where the file ends so far; behind what is written now there are zeros, to the end of the block
     */
    void write(FileChannel file, long position, ByteBuffer[] buffers) throws IOException {
        long at = position - memory.position();
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                int count = Math.min(buffer.remaining(), memory.remaining());
                memory.put(memory.position(), buffer, buffer.position(), count);
                memory.position(memory.position() + count);
                buffer.position(buffer.position() + count);
                if (!memory.hasRemaining()) {
                    at += writeOut(file, at);
                    memory.clear();
                }
            }
        }
        int used = memory.position();
        int partial = used % blockBytes;
        if (partial > 0) {
            memory.put(new byte[blockBytes - partial]);
        }
        writeOut(file, at);
        memory.clear().put(0, memory, used - partial, partial).position(partial);
    }

    private int writeOut(FileChannel file, long at) throws IOException {
        int bytes = memory.flip().remaining();
        long to = at;
        while (memory.hasRemaining()) {
            to += file.write(memory, to);
        }
        return bytes;
    }
}
