/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.log.cleaner.io;

import io.sluice.broker.log.cleaner.CleanPlanner;
import io.sluice.broker.log.cleaner.CleanerConfig;
import io.sluice.broker.log.cleaner.LogFacts;
import io.sluice.broker.log.cleaner.Throttle;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compaction in the background: the dirtiest log first, each by one thread at a time. A log whose cleaning fails is
 * left as it is and set aside for a while, and the others go on.
 *
 * <p>Thread-safe. {@link #reconfigure} takes effect at once: what is being cleaned is begun anew.
 */
public final class LogCleaner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCleaner.class);

    /** At most so large a part of the heap (one of so many) is taken for keys. */
    private static final int HEAP_PART = 8;

    private final Supplier<List<CleanableLog>> logs;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<CleanableLog> beingCleaned = new HashSet<>();
    /** Until when (ms) a log is left alone. */
    private final Map<CleanableLog, Long> setAside = new HashMap<>();

    private List<Thread> threads = List.of();
    private CleanerConfig config;
    /** Rises when the threads that run are to end. */
    private long generation;

    private boolean started;
    private boolean closed;

    /** @param logs those that are to be compacted, at any time */
    public LogCleaner(CleanerConfig config, Supplier<List<CleanableLog>> logs, Clock clock) {
        this.config = withinHeap(config);
        this.logs = logs;
        this.clock = clock;
    }

    /** The keys of a large log must not take the heap from everybody else: rather clean it in more rounds. */
    private static CleanerConfig withinHeap(CleanerConfig wanted) {
        return wanted.withDedupeBufferAtMost(Runtime.getRuntime().maxMemory() / HEAP_PART);
    }

    public void start() {
        lock.lock();
        try {
            if (!closed) {
                started = true;
                startThreads();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Goes on with other settings. */
    public void reconfigure(CleanerConfig next) {
        lock.lock();
        try {
            CleanerConfig wanted = withinHeap(next);
            if (closed || wanted.equals(config)) {
                return;
            }
            config = wanted;
            generation++;
            changed.signalAll();
            if (started) {
                startThreads();
            }
        } finally {
            lock.unlock();
        }
    }

    private void startThreads() {
        List<Thread> running = new ArrayList<>(threads); // those of before are about to end
        running.removeIf(thread -> !thread.isAlive());
        for (int i = 0; i < config.threads(); i++) {
            Worker worker = new Worker(config, generation);
            Thread thread = new Thread(worker, "sluice-log-cleaner-" + i);
            thread.start();
            running.add(thread);
        }
        threads = running;
    }

    /** Ends what is being cleaned, without effect, and all threads. Idempotent. */
    @Override
    public void close() {
        List<Thread> running;
        lock.lock();
        try {
            closed = true;
            generation++;
            changed.signalAll();
            running = threads;
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : running) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // their files must not be closed under them
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thread's life, under one configuration. */
    private final class Worker implements Runnable {
        private final CleanerConfig settings;
        private final long born;
        private final Throttle throttle;

        private Worker(CleanerConfig settings, long born) {
            this.settings = settings;
            this.born = born;
            this.throttle = new Throttle(settings.bytesPerSecondPerThread());
        }

        @Override
        public void run() {
            try {
                while (isWanted()) {
                    CleanableLog log = nextOrNone();
                    if (log == null) {
                        await(TimeUnit.MILLISECONDS.toNanos(settings.backoffMs()));
                    } else {
                        clean(log);
                    }
                }
            } catch (CleaningPass.StoppedException e) {
                LOG.debug("A thread of the log cleaner ends");
            }
        }

        /** What fails here may do so for ever: then the thread must neither end nor run hot. */
        private @Nullable CleanableLog nextOrNone() {
            try {
                return next();
            } catch (RuntimeException e) {
                LOG.error("The log cleaner cannot choose a log; it tries again in {} ms", settings.backoffMs(), e);
                return null;
            }
        }

        private boolean isWanted() {
            lock.lock();
            try {
                return born == generation;
            } finally {
                lock.unlock();
            }
        }

        private void await(long ns) throws CleaningPass.StoppedException {
            lock.lock();
            try {
                long left = ns;
                while (left > 0 && born == generation) {
                    left = changed.awaitNanos(left);
                }
                if (born != generation) {
                    throw new CleaningPass.StoppedException();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            } finally {
                lock.unlock();
            }
        }

        private @Nullable CleanableLog next() {
            long nowMs = clock.millis();
            List<CleanableLog> all = logs.get();
            lock.lock();
            try {
                setAside.values().removeIf(untilMs -> untilMs <= nowMs);
                setAside.keySet().retainAll(new HashSet<>(all));
                Map<CleanableLog, LogFacts> free = new HashMap<>();
                for (CleanableLog log : all) {
                    if (!beingCleaned.contains(log) && !setAside.containsKey(log)) {
                        free.put(log, log.facts());
                    }
                }
                Optional<CleanableLog> dirtiest = CleanPlanner.dirtiest(free, nowMs);
                dirtiest.ifPresent(beingCleaned::add);
                return dirtiest.orElse(null);
            } finally {
                lock.unlock();
            }
        }

        private void clean(CleanableLog log) throws CleaningPass.StoppedException {
            long startMs = clock.millis();
            LogFacts before = log.facts();
            try (BufferSupplier decompression = BufferSupplier.create()) {
                CleaningPass.Result result =
                        new CleaningPass(log, before, settings, this::moved, decompression, startMs).run();
                LOG.debug(
                        "Cleaned {} from offset {} to {}: {} bytes became {}, in {} ms",
                        log.partition().topicPartition(),
                        result.firstDirtyOffset(),
                        result.endOffset(),
                        result.bytesBefore(),
                        result.bytesAfter(),
                        clock.millis() - startMs);
            } catch (CleaningPass.StoppedException e) {
                if (!isWanted()) {
                    throw e;
                } // else the log has changed meanwhile: it is looked at again
            } catch (Throwable e) { // an error as well, such as a heap too small for the keys: others may do with less
                if (log.isGone() || !new HashSet<>(log.facts().full()).containsAll(before.full())) {
                    LOG.debug("What was cleaned of {} was deleted meanwhile", log.partition(), e);
                } else {
                    failed(log, e);
                }
            } finally {
                lock.lock();
                try {
                    beingCleaned.remove(log);
                } finally {
                    lock.unlock();
                }
            }
        }

        private void failed(CleanableLog log, Throwable cause) {
            LOG.warn(
                    "Cleaning {} failed: {}. Nothing of it is lost or changed; it is set aside for {} s",
                    log.partition().topicPartition(),
                    cause.toString(),
                    settings.retryMs() / 1000);
            lock.lock();
            try {
                setAside.put(log, clock.millis() + settings.retryMs());
            } finally {
                lock.unlock();
            }
        }

        private void moved(long bytes) throws CleaningPass.StoppedException {
            await(throttle.waitNs(bytes, System.nanoTime()));
        }
    }
}
