/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Brings what is written through the page cache to the disk a few megabytes at a time, on a thread of its own: or all
 * of a file would wait for its end, and everybody who appends would wait for all of it.
 *
 * <p>Belongs to the thread that writes the file.
 */
final class Writeback implements AutoCloseable {
    private static final long STEP_BYTES = 8 << 20;

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "sluice-wal-writeback"));
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private long begunTo;

    /** The file has grown. @throws IOException if what was written before did not reach the disk */
    void written(FileChannel file, long position) throws IOException {
        if (position < begunTo) {
            begunTo = 0; // another file
        }
        if (position - begunTo >= STEP_BYTES && running.isDone()) {
            await();
            begunTo = position;
            running = CompletableFuture.runAsync(() -> force(file), executor);
        }
    }

    private static void force(FileChannel file) {
        try {
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what is under way. @throws IOException if it failed: what is on the disk is unknown then */
    void await() throws IOException {
        try {
            running.join();
        } catch (CompletionException e) {
            throw new IOException("Writing the write-ahead log to the disk failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
