/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.tail;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives appends their memory, from one chunk after another. Thread-safe.
 *
 * <p>Chunks are small (1 MiB), because a reader that is slow to send a few kilobytes holds a whole one.
 */
public final class ChunkPool {
    private static final int CHUNK_BYTES = 1 << 20;

    private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private final AtomicReference<@Nullable Chunk> current = new AtomicReference<>();
    private final int maxIdle;

    /** @param idleBytes how much unused memory to keep for the next appends */
    public ChunkPool(long idleBytes) {
        this.maxIdle = (int) Math.min(Integer.MAX_VALUE, idleBytes / CHUNK_BYTES);
    }

    /** Memory that its taker owns until {@link Space#release()}. */
    public record Space(Chunk chunk, int position, int length) {
        public void release() {
            chunk.release();
        }
    }

    public Space take(int length) {
        if (length > CHUNK_BYTES / 2) {
            Chunk own = new Chunk(ByteBuffer.allocateDirect(length), null);
            return new Space(own, own.reserve(length), length);
        }
        while (true) {
            Chunk chunk = current.get();
            // retain first: once we hold it, it cannot return to the pool between reserve and use
            if (chunk != null && chunk.tryRetain()) {
                int position = chunk.reserve(length);
                if (position >= 0) {
                    return new Space(chunk, position, length);
                }
                chunk.release();
            }
            replace(chunk);
        }
    }

    private void replace(@Nullable Chunk full) {
        ByteBuffer memory = idle.poll();
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(CHUNK_BYTES);
        } else {
            idleCount.decrementAndGet();
        }
        Chunk fresh = new Chunk(memory, this);
        if (!current.compareAndSet(full, fresh)) {
            fresh.release(); // another append was faster
        } else if (full != null) {
            full.release();
        }
    }

    void recycle(ByteBuffer memory) {
        if (idleCount.incrementAndGet() <= maxIdle) {
            idle.add(memory);
        } else {
            idleCount.decrementAndGet(); // the garbage collector frees it
        }
    }
}
