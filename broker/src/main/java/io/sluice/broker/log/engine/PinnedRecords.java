/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.FetchedRecords;
import io.sluice.broker.log.tail.Chunk;
import io.sluice.broker.log.tail.ChunkPool.Space;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a read hands out: parts, and what keeps their memory or file alive. */
final class PinnedRecords implements FetchedRecords {
    static final FetchedRecords EMPTY = new PinnedRecords(List.of(), List.of());
    /** Below it a batch is copied: one buffer of many costs a socket less than many, and holds no chunk. */
    private static final int COPY_BELOW_BYTES = 8 * 1024;

    private final List<Part> parts;
    private final int sizeInBytes;
    private final AtomicReference<@Nullable List<Chunk>> pinned;

    private PinnedRecords(List<Part> parts, List<Chunk> pinned) {
        this.parts = List.copyOf(parts);
        this.sizeInBytes = parts.stream().mapToInt(Part::sizeInBytes).sum();
        this.pinned = new AtomicReference<>(pinned);
    }

    static FetchedRecords of(FilePart part) {
        return new PinnedRecords(List.of(part), List.of());
    }

    /** Takes over the holds of the spaces' chunks. */
    static FetchedRecords of(List<Space> batches) {
        List<Part> parts = new ArrayList<>();
        List<Chunk> pinned = new ArrayList<>();
        int next = 0;
        while (next < batches.size()) {
            int end = endOfSmall(batches, next);
            if (end == next) {
                Space large = batches.get(next++);
                parts.add(new MemoryPart(
                        large.chunk().slice(large.position(), large.length()).asReadOnlyBuffer()));
                pinned.add(large.chunk());
            } else {
                parts.add(new MemoryPart(copy(batches.subList(next, end))));
                next = end;
            }
        }
        return new PinnedRecords(parts, pinned);
    }

    private static int endOfSmall(List<Space> batches, int from) {
        int end = from;
        while (end < batches.size() && batches.get(end).length() < COPY_BELOW_BYTES) {
            end++;
        }
        return end;
    }

    private static ByteBuffer copy(List<Space> batches) {
        ByteBuffer copy =
                ByteBuffer.allocate(batches.stream().mapToInt(Space::length).sum());
        for (Space batch : batches) {
            copy.put(batch.chunk().slice(batch.position(), batch.length()));
            batch.release();
        }
        return copy.flip().asReadOnlyBuffer();
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    @Override
    public List<Part> parts() {
        return parts;
    }

    @Override
    public void release() {
        List<Chunk> held = pinned.getAndSet(null);
        if (held != null) {
            held.forEach(Chunk::release);
            parts.forEach(part -> part.match(memory -> {}, file -> file.region().release()));
        }
    }
}
