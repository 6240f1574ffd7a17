/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import io.sluice.compactor.merge.ColumnarMerge;
import io.sluice.compactor.run.MergeTask.Merged;
import io.sluice.table.FileStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs merges on threads of this process, as many at a time as its memory allows. */
public final class LocalEngine implements Engine {

    private final FileStore store;
    private final ColumnarMerge.Progress progress;
    private final MemoryGate memory;
    private final ExecutorService threads;

    /**
     * Starts the threads.
     *
     * @param progress called from all of them
     */
    public LocalEngine(FileStore store, Resources resources, ColumnarMerge.Progress progress) {
        this.store = ThrottledFileStore.of(store, resources.bytesPerSecond());
        this.memory = new MemoryGate(resources.memoryBytes());
        this.progress = progress;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(resources.threads(), task -> {
            Thread thread = new Thread(task, "merge-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void run(List<MergeTask> tasks, Outcomes outcomes) throws IOException {
        ExecutorCompletionService<Ended> running = new ExecutorCompletionService<>(threads);
        List<Future<Ended>> started = new ArrayList<>();
        for (MergeTask task : tasks) {
            started.add(running.submit(() -> execute(task)));
        }
        try {
            for (int told = 0; told < tasks.size(); told++) {
                tell(running.take(), outcomes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while merging");
        } finally {
            started.forEach(f -> f.cancel(true));
        }
    }

    /** A task and one of the two: what it has made, or why not. */
    private record Ended(
            MergeTask task,
            @Nullable Merged merged,
            @Nullable Exception failure) {}

    private Ended execute(MergeTask task) throws InterruptedException {
        memory.enter(task.memoryBytes());
        try {
            return run(task);
        } finally {
            memory.leave(task.memoryBytes());
        }
    }

    private Ended run(MergeTask task) {
        try {
            return new Ended(task, task.execute(store, progress), null);
        } catch (IOException | RuntimeException e) {
            return new Ended(task, null, e);
        } catch (LinkageError e) {
            // Parquet looks for a codec's library when it meets the codec.
            return new Ended(task, null, new IOException("a library that the files need is not installed: " + e, e));
        }
    }

    private static void tell(Future<Ended> done, Outcomes outcomes) throws IOException, InterruptedException {
        Ended ended;
        try {
            ended = done.get();
        } catch (ExecutionException e) {
            // Not a failure of the task but of the process: out of memory, say.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
        if (ended.merged() != null) {
            outcomes.merged(ended.task(), ended.merged());
        } else if (ended.failure() != null) {
            outcomes.failed(ended.task(), ended.failure());
        }
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
