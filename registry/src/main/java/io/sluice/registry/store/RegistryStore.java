/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.store;

import io.sluice.registry.state.Command;
import io.sluice.registry.state.Decision;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.RegistryState;
import io.sluice.registry.state.StoreRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the registry and the log that it comes from.
 *
 * <pre>
 *   execute ──▶ decide ──▶ log ──▶ reader ──▶ apply ──▶ answer
 *                  ▲                            │
 *                  └── another registry was first
 * </pre>
 *
 * A command is answered only after its records have come back from the log and count. One command at a time writes; what
 * other registries write to the same log is noticed by {@link RegistryState#apply}, and the command is decided again.
 *
 * <p>Thread-safe.
 */
public final class RegistryStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryStore.class);
    private static final int MOST_ATTEMPTS = 30;
    private static final long MOST_PAUSE_MS = 50;
    private static final long MEND_EVERY_MS = 30_000;

    /** For who waits to hear that there is no such thing: short, for they may be many while no broker answers. */
    private static final long LOOK_AGAIN_WITHIN_MS = 1_000;

    private final StoreConfig config;
    private final RegistryState state;
    private final StoreReader reader;
    private final StoreWriter writer;
    private final ScheduledExecutorService mender;
    /** Held by the one command that writes. */
    private final ReentrantLock writing = new ReentrantLock(true);
    /** Guards the state and what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition progress = lock.newCondition();
    /** All records below it are applied. */
    private long position;
    /** Offsets of records that do not count, since this registry's last one was decided on. */
    private final Set<Long> refused = new HashSet<>();

    private @Nullable RuntimeException failure;

    private RegistryStore(StoreConfig config) {
        this.config = config;
        this.state = new RegistryState(config.defaultLevel());
        this.reader = new StoreReader(config, new Applier());
        this.writer = new StoreWriter(config);
        this.mender = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-registry-mender");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens the log, makes it if there is none, and reads it to its end.
     *
     * @throws KafkaException if that does not work out in time
     */
    public static RegistryStore open(StoreConfig config) {
        new SchemaTopic(config).prepare();
        RegistryStore store = new RegistryStore(config);
        try {
            store.reader.start();
            store.awaitPosition(store.writer.endOffset(config.initTimeoutMs()), config.initTimeoutMs());
            store.mendWhatOthersLeft();
            ScheduledFuture<?> unused = store.mender.scheduleWithFixedDelay(
                    store::mendWhatOthersLeft, MEND_EVERY_MS, MEND_EVERY_MS, TimeUnit.MILLISECONDS);
        } catch (RegistryException e) {
            store.close();
            throw new KafkaException("the topic " + config.topic() + " was not read in time: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private final class Applier implements StoreReader.Follower {

        @Override
        public void read(long offset, Optional<Long> base, @Nullable StoreRecord record) {
            lock.lock();
            try {
                if (record == null) {
                    state.reached(offset + 1);
                } else if (!state.apply(offset, record, base)) {
                    LOG.info("{}@{} does not count: another registry was first", config.topic(), offset);
                    refused.add(offset);
                }
                position = offset + 1;
                progress.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void reached(long offset) {
            lock.lock();
            try {
                position = Math.max(position, offset);
                state.reached(offset);
                progress.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void failed(RuntimeException cause) {
            lock.lock();
            try {
                failure = cause;
                progress.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Looks at the state, which must not be kept. What another registry has written a moment ago may not have been read here
     * yet; but to say that something is not there is to condemn the records that name it, so then all that the log holds is
     * read first.
     *
     * @throws RegistryException as the query does; with {@link RegistryError#STORE_TIMEOUT} or {@link
     *     RegistryError#STORE_ERROR} if that cannot be told now
     */
    public <T> T read(Function<RegistryState, T> query) {
        try {
            return look(query);
        } catch (RegistryException e) {
            if (!e.error().isNotFound()) {
                throw e;
            }
        }
        long waitMs = Math.min(config.timeoutMs(), LOOK_AGAIN_WITHIN_MS);
        awaitPosition(writer.endOffset(waitMs), waitMs);
        return look(query);
    }

    private <T> T look(Function<RegistryState, T> query) {
        lock.lock();
        try {
            requireFollowing();
            return query.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** What was known when the log was still read is not what holds now. */
    private void requireFollowing() {
        if (failure != null) {
            throw new RegistryException(
                    RegistryError.STORE_ERROR, "the registry cannot read its log any more: " + failure);
        }
    }

    /**
     * Does what the command wants.
     *
     * @throws RegistryException if it cannot be done; with {@link RegistryError#STORE_TIMEOUT} or {@link
     *     RegistryError#STORE_ERROR} it may yet come to pass, so the client should ask again
     */
    public <T> T execute(Command<T> command) {
        lockWriting();
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                if (attempt > 0) {
                    pause();
                }
                awaitPosition(writer.endOffset(config.timeoutMs()), config.timeoutMs());
                if (writeAll(look(RegistryStore::mending))) {
                    Decided<T> decided = look(now -> new Decided<>(command.decide(now), now.lastOffset()));
                    if (writeAll(decided)) {
                        return decided.decision().answer();
                    }
                }
            }
        } finally {
            writing.unlock();
        }
        throw new RegistryException(
                RegistryError.STORE_ERROR, "too many registries write to " + config.topic() + " at once; try again");
    }

    /**
     * A decision, and what was known when it was made. The two are taken at once: a record that is read between them would
     * be vouched for without having been looked at.
     */
    private record Decided<T>(Decision<T> decision, long base) {}

    /** To write again what stands in the log behind a record that does not count. */
    private static Decided<Boolean> mending(RegistryState now) {
        List<StoreRecord> records = now.spoiled().stream().map(now::current).toList();
        return new Decided<>(new Decision<>(records, true), now.lastOffset());
    }

    /** Writes the records, each vouching for the one before it. Returns whether all count. */
    private boolean writeAll(Decided<?> decided) {
        long base = decided.base();
        for (StoreRecord record : decided.decision().records()) {
            OptionalLong offset = write(record, base);
            if (offset.isEmpty()) {
                return false;
            }
            base = offset.getAsLong();
        }
        return true;
    }

    /** Returns the record's offset once it has come back, empty if it does not count. */
    private OptionalLong write(StoreRecord record, long base) {
        look(now -> refused.removeIf(offset -> offset <= base));
        long offset = writer.append(record, base);
        awaitPosition(offset + 1, config.timeoutMs());
        return look(now -> refused.contains(offset)) ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private void lockWriting() {
        try {
            if (!writing.tryLock(config.timeoutMs(), TimeUnit.MILLISECONDS)) {
                throw new RegistryException(
                        RegistryError.STORE_TIMEOUT,
                        "other changes wait for " + config.topic() + " already; ask again");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void awaitPosition(long wanted, long timeoutMs) {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lock();
        try {
            while (position < wanted) {
                requireFollowing();
                if (left <= 0) {
                    throw new RegistryException(
                            RegistryError.STORE_TIMEOUT,
                            "the registry has read its log up to offset " + position + " and not to " + wanted + " in "
                                    + timeoutMs + " ms; ask again");
                }
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(MOST_PAUSE_MS));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static RegistryException interrupted() {
        Thread.currentThread().interrupt();
        return new RegistryException(RegistryError.STORE_ERROR, "the registry is being stopped");
    }

    /** Mends what a registry left behind that died between its record and the mending of it. */
    private void mendWhatOthersLeft() {
        try {
            if (!look(RegistryState::spoiled).isEmpty()) {
                execute(now -> Decision.nothingToDo(true));
            }
        } catch (RegistryException e) {
            LOG.warn("{} will be mended later: {}", config.topic(), e.getMessage());
        }
    }

    @Override
    public void close() {
        mender.shutdownNow();
        reader.close();
        writer.close();
    }
}
