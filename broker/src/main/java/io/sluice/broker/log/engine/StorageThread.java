/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.engine;

import io.sluice.broker.log.wal.WalPosition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches segments: it collects durable entries until a drain is worth while, drains them, and
 * does the regular chores in between.
 */
final class StorageThread {
    private static final Logger LOG = LoggerFactory.getLogger(StorageThread.class);

    private final LogEngineConfig config;
    private final SegmentWriter writer;
    private final Chores chores;
    private final Journal journal;
    private final Thread thread = new Thread(this::run, "sluice-segment-writer");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private List<LogEntry> pending = new ArrayList<>();
    private WalPosition pendingEnd = WalPosition.START;
    private long pendingBytes;
    private long drainingBytes;
    private long oldestNs;
    private final ArrayDeque<Request<?>> requests = new ArrayDeque<>(1);
    private boolean closing;
    private boolean ended;

    /** What else the thread does. */
    interface Chores {
        /** After every drain. */
        void afterDrain() throws IOException;

        /** Every {@code retentionCheckMs}. */
        void regularly() throws IOException;
    }

    private record Request<T>(Callable<T> action, CompletableFuture<T> result) {
        private void run() {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
                if (e instanceof Error error) {
                    throw error;
                }
            }
        }
    }

    StorageThread(LogEngineConfig config, SegmentWriter writer, Journal journal, Chores chores) {
        this.config = config;
        this.writer = writer;
        this.journal = journal;
        this.chores = chores;
    }

    void start() {
        thread.start();
    }

    /**
     * Takes over entries that are durable. Waits while too many are pending: then the write-ahead log pauses, and
     * acknowledgements come late instead of memory running out.
     */
    void hand(List<LogEntry> entries, WalPosition end) {
        lock.lock();
        try {
            if (pending.isEmpty()) {
                oldestNs = System.nanoTime();
            }
            pending.addAll(entries);
            pendingEnd = end;
            for (LogEntry entry : entries) {
                pendingBytes += entry.sizeInBytes();
            }
            if (pendingBytes >= config.drainBytes() || pending.size() == entries.size()) {
                arrived.signal();
            }
            while (pendingBytes + drainingBytes > config.maxUndrainedBytes() && !journal.hasFailed()) {
                drained.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs an action on this thread, between two drains. It is cancelled if the thread has ended. */
    <T> CompletableFuture<T> call(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        lock.lock();
        try {
            if (ended) {
                result.cancel(false);
                return result;
            }
            requests.add(new Request<>(action, result));
            arrived.signal();
        } finally {
            lock.unlock();
        }
        return result;
    }

    /** Drains everything and ends. */
    void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // closing must come to its end all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long nextChoresNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.retentionCheckMs());
        try {
            while (true) {
                List<LogEntry> entries;
                WalPosition end;
                boolean last;
                Request<?> asked;
                lock.lock();
                try {
                    awaitWork(nextChoresNs);
                    last = closing;
                    asked = requests.poll();
                    entries = pending;
                    end = pendingEnd;
                    pending = new ArrayList<>();
                    drainingBytes = pendingBytes;
                    pendingBytes = 0;
                } finally {
                    lock.unlock();
                }
                if (!entries.isEmpty()) {
                    writer.drain(entries, end);
                    signalDrained();
                    chores.afterDrain();
                }
                if (asked != null) {
                    asked.run();
                }
                if (last) {
                    return;
                }
                if (System.nanoTime() - nextChoresNs >= 0) {
                    chores.regularly();
                    nextChoresNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.retentionCheckMs());
                }
            }
        } catch (Throwable e) { // an error as well: the write-ahead log must not wait for a thread that is no more
            journal.fail(e);
            signalDrained();
            LOG.error("Writing segments failed; the broker takes no more records until it is restarted", e);
        } finally {
            cancelRequests();
        }
    }

    private void cancelRequests() {
        List<Request<?>> left;
        lock.lock();
        try {
            ended = true;
            left = List.copyOf(requests);
            requests.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(request -> request.result().cancel(false));
    }

    private void awaitWork(long nextChoresNs) {
        while (!closing && requests.isEmpty() && pendingBytes < config.drainBytes()) {
            long now = System.nanoTime();
            long wait = nextChoresNs - now;
            if (!pending.isEmpty()) {
                wait = Math.min(wait, oldestNs + TimeUnit.MILLISECONDS.toNanos(config.drainMs()) - now);
            }
            if (wait <= 0) {
                return;
            }
            try {
                arrived.awaitNanos(wait);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
    }

    private void signalDrained() {
        lock.lock();
        try {
            drainingBytes = 0;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
