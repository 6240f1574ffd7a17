/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker;

import io.sluice.broker.api.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that handlers use beside the event loops: for waiting for a disk, and for calling back later. */
final class Threads implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final ExecutorService io;
    private final ScheduledThreadPoolExecutor alarms;

    Threads(int ioThreads) {
        io = Executors.newFixedThreadPool(ioThreads, named("sluice-io"));
        alarms = new ScheduledThreadPoolExecutor(1, named("sluice-timer"));
        // Almost every alarm of a long poll is cancelled long before it is due
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Executor io() {
        return io;
    }

    Timer timer() {
        return (delayMs, task) -> {
            ScheduledFuture<?> alarm = alarms.schedule(task, delayMs, TimeUnit.MILLISECONDS);
            return () -> alarm.cancel(false);
        };
    }

    @Override
    public void close() throws InterruptedException {
        alarms.shutdownNow();
        io.shutdown();
        if (!io.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("I/O threads are busy for more than " + CLOSE_TIMEOUT_MS + " ms");
        }
    }
}
