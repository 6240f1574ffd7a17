/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file, shared by reference count: it closes when the last holder lets go, so never under a transfer in
 * flight. Thread-safe; writers and readers use absolute positions.
 */
final class OpenFile {
    private final FileChannel channel;
    private final AtomicInteger holders = new AtomicInteger(1);

    OpenFile(FileChannel channel) {
        this.channel = channel;
    }

    FileChannel channel() {
        return channel;
    }

    /** Another holder, by one who is a holder. */
    void retain() {
        holders.incrementAndGet();
    }

    boolean tryRetain() {
        int now;
        do {
            now = holders.get();
            if (now <= 0 || !channel.isOpen()) { // an interrupted reader closes a channel behind our back
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Fills {@code into} from {@code position}, as far as the file goes; flipped. */
    ByteBuffer read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        return into.flip();
    }

    void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }
}
