/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a task's slow work runs: recoveries wait for HDFS and are many at once after a rebalance; conversions use the
 * processor and memory and are few.
 *
 * @param recoveries claims and fences partitions, lets go of broken streams
 * @param conversions writes Parquet and commits
 */
record Background(Executor recoveries, Executor conversions) {

    private static final int RECOVERY_THREADS = 8;

    static Background threads(String name, int convertThreads) {
        return new Background(pool(name + "-recover", RECOVERY_THREADS), pool(name + "-convert", convertThreads));
    }

    /** Waits for what is in work, then interrupts it: it will be found undone and done again. */
    void stop(long timeoutMs) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        stop(recoveries, deadlineNanos);
        stop(conversions, deadlineNanos);
    }

    private static void stop(Executor executor, long deadlineNanos) {
        if (executor instanceof ExecutorService service) {
            service.shutdown();
            try {
                if (!service.awaitTermination(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    service.shutdownNow();
                }
            } catch (InterruptedException e) {
                service.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
