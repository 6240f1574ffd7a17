/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.tail;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A piece of direct memory from which appends take their space, shared by reference count.
 *
 * <p>Thread-safe. Space is given out front to back and never twice; the chunk returns to its pool when nobody holds it.
 */
public final class Chunk {
    private final ByteBuffer memory;
    private final @Nullable ChunkPool pool;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicInteger used = new AtomicInteger();

    Chunk(ByteBuffer memory, @Nullable ChunkPool pool) {
        this.memory = memory;
        this.pool = pool;
    }

    /** The whole chunk; use only with absolute positions inside a space that was reserved. */
    public ByteBuffer memory() {
        return memory;
    }

    public ByteBuffer slice(int position, int length) {
        return memory.slice(position, length);
    }

    /** Holds on to the chunk; only for who knows that somebody else still does. */
    public void retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("the chunk was released already");
        }
    }

    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("the chunk was released once too often");
        }
        if (left == 0 && pool != null) {
            pool.recycle(memory);
        }
    }

    boolean tryRetain() {
        int now;
        do {
            now = holders.get();
            if (now <= 0) {
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    /** The position of {@code length} fresh bytes, or -1 if there is no room. */
    int reserve(int length) {
        int now;
        do {
            now = used.get();
            if (length > memory.capacity() - now) {
                return -1;
            }
        } while (!used.compareAndSet(now, now + length));
        return now;
    }
}
