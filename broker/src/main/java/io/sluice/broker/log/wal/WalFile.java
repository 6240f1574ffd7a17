/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** A file of the write-ahead log while it is written. Belongs to the log's thread. */
final class WalFile implements AutoCloseable {
    private final FileChannel channel;
    private final @Nullable DirectWriter direct;
    private final @Nullable Writeback writeback;
    private long position;
    private long durablePosition;

    /**
     * @param direct who has opened the channel, and so writes it; null if the page cache is between
     * @param writeback who brings it to the disk before it must be there; null if nobody
     */
    WalFile(FileChannel channel, @Nullable DirectWriter direct, @Nullable Writeback writeback) {
        this.channel = channel;
        this.direct = direct;
        this.writeback = writeback;
    }

    /** Where it ends. Also when it is closed. */
    long position() {
        return position;
    }

    /** Up to where it is known to be on disk. */
    long durablePosition() {
        return durablePosition;
    }

    boolean isDurable() {
        return durablePosition == position;
    }

    /** Appends all buffers. */
    void write(ByteBuffer[] buffers) throws IOException {
        long bytes = 0;
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        long end = position + bytes;
        if (direct != null) {
            direct.write(channel, position, buffers);
            durablePosition = end;
        } else {
            new GatheringWriter(channel, Integer.MAX_VALUE).write(buffers);
        }
        position = end;
        if (writeback != null) {
            writeback.written(channel, position);
        }
    }

    /** Sees to it that everything is on disk. */
    void force() throws IOException {
        if (!isDurable()) {
            awaitWriteback();
            channel.force(false);
            durablePosition = position;
        }
    }

    /** Cuts off what the file held before behind its end, and forces all. */
    void finish() throws IOException {
        awaitWriteback();
        channel.truncate(position);
        channel.force(true);
        durablePosition = position;
    }

    /** An error of the disk is told only once, to whoever forces first. */
    private void awaitWriteback() throws IOException {
        if (writeback != null) {
            writeback.await();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
