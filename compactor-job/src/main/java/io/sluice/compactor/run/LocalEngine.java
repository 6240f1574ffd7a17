/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.run.MergeTask.Merged;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs merges on threads of this process. Memory is threads times (a row group of inputs and a column chunk). */
public final class LocalEngine implements Engine {

    private final FileStore store;
    private final ColumnarMerge.Progress progress;
    private final ExecutorService threads;

    /**
     * Starts the threads.
     *
     * @param progress called from all of them
     */
    public LocalEngine(FileStore store, int threadCount, ColumnarMerge.Progress progress) {
        this.store = store;
        this.progress = progress;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threadCount, task -> {
            Thread thread = new Thread(task, "merge-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void run(List<MergeTask> tasks, Outcomes outcomes) throws IOException {
        ExecutorCompletionService<Merged> running = new ExecutorCompletionService<>(threads);
        Map<Future<Merged>, MergeTask> byFuture = new HashMap<>();
        for (MergeTask task : tasks) {
            byFuture.put(running.submit(() -> task.execute(store, progress)), task);
        }
        try {
            for (int told = 0; told < tasks.size(); told++) {
                Future<Merged> done = running.take();
                tell(done, byFuture.get(done), outcomes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while merging");
        } finally {
            byFuture.keySet().forEach(f -> f.cancel(true));
        }
    }

    private static void tell(Future<Merged> done, MergeTask task, Outcomes outcomes)
            throws IOException, InterruptedException {
        Merged merged;
        try {
            merged = done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            outcomes.failed(task, (Exception) e.getCause());
            return;
        }
        outcomes.merged(task, merged);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a merge does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
